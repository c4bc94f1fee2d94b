package caldavbackup.caldav;

import caldavbackup.text.Percent;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Element;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;

/**
 * The owner of a calendar, and the source of its events.
 *
 * @param role the resulting role
 * @param owner the path of the owner's principal; null when the user is the owner or the server
 *     reports none
 * @param source the address of a subscription's feed, or null
 */
public record Origin(Calendar.Role role, String owner, String source) {
  /** A calendar of the user. */
  public static final Origin OWN = new Origin(Calendar.Role.OWN, null, null);

  /**
   * Path segments of calendars that servers generate: Nextcloud's birthdays and those of its apps,
   * Google's holidays, contacts and imported feeds.
   */
  private static final Pattern GENERATED =
      Pattern.compile(
          "contact_birthdays|(z-)?app-generated--.*|.*@(group\\.v|import)\\.calendar\\.google\\.com",
          Pattern.DOTALL);

  /** Returns whether a resource is a calendar, not an inbox, a trash bin or the like. */
  public static boolean isCalendar(DavResponse response) {
    Element types = response.properties().get(Names.RESOURCETYPE);
    return (response.hasType(Names.CALENDAR) || response.hasType(Names.SUBSCRIBED))
        && types.children().stream()
            .noneMatch(type -> Names.NEVER_CALENDARS.contains(type.name().getLocalPart()));
  }

  /**
   * Evaluates the properties of the calendar.
   *
   * @param me owners that identify the user: the user's principal, and the owner of the calendar
   *     home
   * @param delegated whether it was found in the home of another user
   */
  public static Origin of(String url, DavResponse response, List<String> me, boolean delegated) {
    String owner = owner(url, response);
    boolean mine = owner == null || me.stream().anyMatch(known -> Hrefs.same(known, owner));
    String source = source(response);
    String named = mine ? null : Hrefs.path(owner);
    if (response.hasType(Names.SUBSCRIBED) || source != null) {
      return new Origin(Calendar.Role.SUBSCRIPTION, named, source);
    }
    if (Arrays.stream(Hrefs.path(url).split("/"))
        .anyMatch(segment -> GENERATED.matcher(Percent.decode(segment)).matches())) {
      return new Origin(Calendar.Role.GENERATED, named, null);
    }
    if (delegated) {
      return new Origin(Calendar.Role.DELEGATED, named, null);
    }
    boolean shared =
        response.hasType(Names.SHARED)
            || isSharedIn(response.properties().get(Names.SHARE_ACCESS))
            || Hrefs.segment(url).contains("_shared_by_")
            || (!mine && !me.isEmpty());
    return shared ? new Origin(Calendar.Role.SHARED, named, null) : OWN;
  }

  /** The owner's principal (RFC 3744, section 5.1), absolute; null when the server reports none. */
  public static String owner(String url, DavResponse response) {
    List<String> owners = response.hrefs(Names.OWNER);
    return owners.isEmpty() || owners.get(0).isBlank() ? null : Hrefs.resolve(url, owners.get(0));
  }

  private static String source(DavResponse response) {
    List<String> hrefs = response.hrefs(Names.SOURCE);
    return hrefs.isEmpty() || hrefs.get(0).isBlank() ? null : hrefs.get(0);
  }

  private static boolean isSharedIn(Element access) {
    if (access == null || access.children().isEmpty()) {
      return false;
    }
    QName kind = access.children().get(0).name();
    return !kind.equals(Names.NOT_SHARED) && !kind.equals(Names.SHARED_OWNER);
  }
}
