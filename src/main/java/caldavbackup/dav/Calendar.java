package caldavbackup.dav;

import caldavbackup.account.Hrefs;
import caldavbackup.account.Selection;
import java.util.List;

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
    boolean etagIsDigest) {

  /** A calendar of which nothing but its URL and perhaps its name is known. */
  public static Calendar named(String url, String displayName) {
    return new Calendar(
        url, displayName, null, null, null, null, List.of(), false, CalendarDetails.NONE, false);
  }

  static Calendar of(String url, DavResponse response) {
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
    return new Calendar(
        Hrefs.asCollection(url),
        response.text(Names.DISPLAYNAME),
        response.text(Names.CALENDAR_DESCRIPTION),
        response.text(Names.CALENDAR_COLOR),
        response.text(Names.CALENDAR_ORDER),
        timezone == null || timezone.text().isBlank() ? null : timezone.text(),
        components,
        transp != null && transp.child(Names.TRANSPARENT) != null,
        CalendarDetails.of(response),
        response.text(Names.RADICALE_VERSION) != null);
  }

  /** The same calendar at another place, under another name. */
  public Calendar at(String newUrl, String newDisplayName) {
    return new Calendar(
        newUrl,
        newDisplayName,
        description,
        color,
        order,
        timezone,
        components,
        transparent,
        details,
        false);
  }

  /** The same calendar, taking these component types. */
  public Calendar withComponents(List<String> types) {
    return new Calendar(
        url,
        displayName,
        description,
        color,
        order,
        timezone,
        types,
        transparent,
        details,
        etagIsDigest);
  }

  Calendar withOthers(List<CalendarDetails.OtherProperty> others) {
    return new Calendar(
        url,
        displayName,
        description,
        color,
        order,
        timezone,
        components,
        transparent,
        details.withOthers(others),
        etagIsDigest);
  }

  /** What changes whenever any of its objects does (CTag); null when the server has none. */
  public String revision() {
    return details.revision();
  }

  /** The last segment of its path, decoded. */
  public String segment() {
    return Hrefs.segment(url);
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
