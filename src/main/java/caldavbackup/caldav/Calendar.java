package caldavbackup.caldav;

import caldavbackup.options.Include;
import caldavbackup.options.Selection;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Element;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One calendar collection (RFC 4791, section 4.2) as the server describes it.
 *
 * @param url absolute, with a trailing slash, encoded as the server wrote it
 * @param displayName or null, like each other text here
 * @param components the component types it accepts, for example VEVENT; empty when the server does
 *     not report them
 * @param transparent whether its events do not block time (RFC 6638, section 9.1)
 * @param details its other properties
 * @param etagIsDigest whether ETags are known to be digests of the bytes, so that listings need not
 *     request lengths; this saves a third of the time on servers that compute them
 * @param origin the owner and source of the calendar
 */
public record Calendar(
    String url,
    String displayName,
    String description,
    String color,
    String order,
    String timezone,
    List<String> components,
    boolean transparent,
    CalendarDetails details,
    boolean etagIsDigest,
    Origin origin) {

  private static final Pattern GIT_ID = Pattern.compile("\"?[0-9a-f]{40}\"?");

  /** The relation of the user to a calendar. */
  public enum Role {
    /** It belongs to the user. */
    OWN,
    /** It belongs to another user and appears among the user's own, possibly in part. */
    SHARED,
    /** It is in the home of another user who delegated access. */
    DELEGATED,
    /** The server reads it from a feed on another server. */
    SUBSCRIPTION,
    /** The server generates it from other data: birthdays, holidays, data of another app. */
    GENERATED;

    /** The name in messages and snapshots. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The hash of the URL, which suffices. Each object of a listing uses it. */
  @Override
  public int hashCode() {
    return url == null ? 0 : url.hashCode();
  }

  /** A calendar with a known URL and, optionally, a known name. */
  public static Calendar named(String url, String displayName) {
    return new Calendar(
        url,
        displayName,
        null,
        null,
        null,
        null,
        List.of(),
        false,
        CalendarDetails.NONE,
        false,
        Origin.OWN);
  }

  public static Calendar of(String url, DavResponse response) {
    return of(url, response, Origin.of(url, response, List.of(), false));
  }

  public static Calendar of(String url, DavResponse response, Origin origin) {
    Element set = response.properties().get(Names.COMPONENT_SET);
    List<String> components =
        set == null
            ? List.of()
            : set.children().stream()
                .filter(c -> c.name().equals(Names.COMP))
                .map(c -> c.attribute("name"))
                .toList();
    Element transp = response.properties().get(Names.TRANSP);
    Element timezone = response.properties().get(Names.CALENDAR_TIMEZONE);
    CalendarDetails details = CalendarDetails.of(response);
    return new Calendar(
        Hrefs.asCollection(url),
        response.text(Names.DISPLAYNAME),
        response.text(Names.CALENDAR_DESCRIPTION),
        response.text(Names.CALENDAR_COLOR),
        response.text(Names.CALENDAR_ORDER),
        timezone == null || timezone.text().isBlank() ? null : timezone.text(),
        components,
        transp != null && transp.child(Names.TRANSPARENT) != null,
        details,
        response.text(Names.RADICALE_VERSION) != null || isGit(details.revision()),
        origin);
  }

  /**
   * Returns whether a revision is the ID of a git tree. The server then stores objects in git, as
   * Xandikos does, and their ETags are IDs of git blobs.
   */
  private static boolean isGit(String revision) {
    return revision != null && GIT_ID.matcher(revision).matches();
  }

  /** The relation of the user to it. */
  public Role role() {
    return origin.role();
  }

  /** A copy at another URL and with another name, owned by the user. */
  public Calendar at(String newUrl, String newDisplayName) {
    return copy(newUrl, newDisplayName, components, details, false, Origin.OWN);
  }

  /** A copy that accepts these component types. */
  public Calendar withComponents(List<String> types) {
    return copy(url, displayName, types, details, etagIsDigest, origin);
  }

  /** A copy with another value of the named property. */
  Calendar with(String property, String value) {
    return new Calendar(
        url,
        property.equals("displayname") ? value : displayName,
        property.equals("description") ? value : description,
        property.equals("color") ? value : color,
        property.equals("order") ? value : order,
        property.equals("timezone") ? value : timezone,
        components,
        transparent,
        property.equals("timezone-id") ? details.withTimezoneId(value) : details,
        etagIsDigest,
        origin);
  }

  /** A copy with the time zone of the calendar on the server. */
  public Calendar withTimezoneOf(Calendar there) {
    return with("timezone", there.timezone()).with("timezone-id", there.details().timezoneId());
  }

  /** A copy with the limits of the calendar on the server. */
  public Calendar withLimitsOf(Calendar there) {
    CalendarDetails limited = details.withLimits(there.details().limits());
    return copy(url, displayName, components, limited, etagIsDigest, origin);
  }

  public Calendar withOthers(List<CalendarDetails.OtherProperty> others) {
    return copy(url, displayName, components, details.withOthers(others), etagIsDigest, origin);
  }

  private Calendar copy(
      String newUrl,
      String newDisplayName,
      List<String> newComponents,
      CalendarDetails newDetails,
      boolean newEtagIsDigest,
      Origin newOrigin) {
    return new Calendar(
        newUrl,
        newDisplayName,
        description,
        color,
        order,
        timezone,
        newComponents,
        transparent,
        newDetails,
        newEtagIsDigest,
        newOrigin);
  }

  /**
   * A value that changes whenever one of the objects does (CTag); null when the server has none.
   */
  public String revision() {
    return details.revision();
  }

  /** The last segment of the path, decoded. */
  public String segment() {
    return Hrefs.segment(url);
  }

  /**
   * Returns whether a backup takes its events: always for own and shared calendars, others on
   * request.
   */
  public boolean hasWantedEvents(Set<Include> include) {
    return switch (role()) {
      case OWN, SHARED -> true;
      case SUBSCRIPTION -> include.contains(Include.SUBSCRIPTIONS);
      case GENERATED -> include.contains(Include.GENERATED);
      case DELEGATED -> include.contains(Include.DELEGATED);
    };
  }

  /** Returns whether the options of the account select it. */
  public boolean isWantedBy(Selection selection) {
    return selection.wants(segment(), displayName);
  }

  /** The name for messages. */
  public String label() {
    return displayName == null ? segment() : displayName;
  }
}
