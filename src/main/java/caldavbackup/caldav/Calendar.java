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
 * @param url absolute, ends with a slash, encoded as the server wrote it
 * @param displayName or null, as every other text here
 * @param components the component types it takes, for example VEVENT; empty when the server does
 *     not say
 * @param transparent whether its events leave the owner free (RFC 6638, section 9.1)
 * @param details what else it has
 * @param etagIsDigest whether the server is known to make ETags from the bytes, so that a listing
 *     need not ask for lengths: a third of the cost of a listing where the server has to count them
 * @param origin whose it is
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

  /** What a calendar is to the user. */
  public enum Role {
    /** His own. */
    OWN,
    /** Somebody else's, shown among his own; perhaps not all of it. */
    SHARED,
    /** In the home of somebody who lets him act for them. */
    DELEGATED,
    /** A feed from elsewhere that the server reads for him. */
    SUBSCRIPTION,
    /** Made by the server from something else: birthdays, holidays, another app's data. */
    GENERATED;

    /** How it is written in messages and in a snapshot. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The URL tells calendars apart well enough: each object of a listing asks for this. */
  @Override
  public int hashCode() {
    return url == null ? 0 : url.hashCode();
  }

  /** A calendar of which nothing but its URL and perhaps its name is known. */
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
   * Whether a revision is the id of a git tree: then the server keeps its objects in git, as
   * Xandikos does, and their ETags are ids of git blobs.
   */
  private static boolean isGit(String revision) {
    return revision != null && GIT_ID.matcher(revision).matches();
  }

  /** What it is to the user. */
  public Role role() {
    return origin.role();
  }

  /** The same calendar at another place, under another name, the user's own. */
  public Calendar at(String newUrl, String newDisplayName) {
    return copy(newUrl, newDisplayName, components, details, false, Origin.OWN);
  }

  /** The same calendar, taking these component types. */
  public Calendar withComponents(List<String> types) {
    return copy(url, displayName, types, details, etagIsDigest, origin);
  }

  /** The same calendar, with another value of the property of this name. */
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

  /** The same calendar, in the time zone of the one on the server. */
  public Calendar withTimezoneOf(Calendar there) {
    return with("timezone", there.timezone()).with("timezone-id", there.details().timezoneId());
  }

  /** The same calendar, with the limits that the one on the server has. */
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

  /** What changes whenever any of its objects does (CTag); null when the server has none. */
  public String revision() {
    return details.revision();
  }

  /** The last segment of its path, decoded. */
  public String segment() {
    return Hrefs.segment(url);
  }

  /**
   * Whether its events are to be taken: those of the user's own calendars and those shared with him
   * always, others when asked for.
   */
  public boolean hasWantedEvents(Set<Include> include) {
    return switch (role()) {
      case OWN, SHARED -> true;
      case SUBSCRIPTION -> include.contains(Include.SUBSCRIPTIONS);
      case GENERATED -> include.contains(Include.GENERATED);
      case DELEGATED -> include.contains(Include.DELEGATED);
    };
  }

  /** Whether the account's options want it. */
  public boolean isWantedBy(Selection selection) {
    return selection.wants(segment(), displayName);
  }

  /** What to call it in a message. */
  public String label() {
    return displayName == null ? segment() : displayName;
  }
}
