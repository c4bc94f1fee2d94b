package caldavbackup.webdav;

import java.util.Set;
import javax.xml.namespace.QName;

/** The XML names in requests and answers of RFC 4918 and RFC 4791. */
public final class Names {
  /** RFC 4918. */
  public static final String DAV = "DAV:";

  /** RFC 4791. */
  public static final String CALDAV = "urn:ietf:params:xml:ns:caldav";

  /** Apple's calendar colour and order, which all servers store. */
  public static final String APPLE = "http://apple.com/ns/ical/";

  /** Apple's CalendarServer: sharing, subscriptions, CTag. */
  public static final String CALENDARSERVER = "http://calendarserver.org/ns/";

  static final QName MULTISTATUS = dav("multistatus");
  static final QName RESPONSE = dav("response");
  public static final QName HREF = dav("href");
  static final QName STATUS = dav("status");
  static final QName PROPSTAT = dav("propstat");
  static final QName PROP = dav("prop");
  public static final QName RESOURCETYPE = dav("resourcetype");
  public static final QName COLLECTION = dav("collection");
  public static final QName GETETAG = dav("getetag");
  public static final QName GETCONTENTLENGTH = dav("getcontentlength");
  public static final QName GETLASTMODIFIED = dav("getlastmodified");
  public static final QName DISPLAYNAME = dav("displayname");
  public static final QName CURRENT_USER_PRINCIPAL = dav("current-user-principal");
  public static final QName CURRENT_USER_PRIVILEGE_SET = dav("current-user-privilege-set");
  static final QName ERROR = dav("error");
  static final QName MATCHES_WITHIN_LIMITS = dav("number-of-matches-within-limits");
  public static final QName OWNER = dav("owner");
  public static final QName GROUP_MEMBERSHIP = dav("group-membership");
  public static final QName SHARE_ACCESS = dav("share-access");
  public static final QName SHARED_OWNER = dav("shared-owner");
  public static final QName NOT_SHARED = dav("not-shared");
  public static final QName SYNC_TOKEN = dav("sync-token");
  public static final QName CALENDAR = caldav("calendar");
  public static final QName CALENDAR_DATA = caldav("calendar-data");
  public static final QName CALENDAR_HOME_SET = caldav("calendar-home-set");
  public static final QName CALENDAR_DESCRIPTION = caldav("calendar-description");
  public static final QName CALENDAR_TIMEZONE = caldav("calendar-timezone");
  public static final QName CALENDAR_TIMEZONE_ID = caldav("calendar-timezone-id");
  public static final QName COMPONENT_SET = caldav("supported-calendar-component-set");
  public static final QName COMP = caldav("comp");
  public static final QName TRANSP = caldav("schedule-calendar-transp");
  public static final QName TRANSPARENT = caldav("transparent");
  public static final QName CALENDAR_USER_ADDRESS_SET = caldav("calendar-user-address-set");
  public static final QName SCHEDULE_OUTBOX_URL = caldav("schedule-outbox-URL");
  public static final QName CALENDAR_COLOR = new QName(APPLE, "calendar-color");
  public static final QName CALENDAR_ORDER = new QName(APPLE, "calendar-order");
  public static final QName INVITE = new QName(CALENDARSERVER, "invite");
  public static final QName ACCESS = new QName(CALENDARSERVER, "access");

  public static final QName SUBSCRIBED = calendarserver("subscribed");
  public static final QName SHARED = calendarserver("shared");
  public static final QName SOURCE = calendarserver("source");
  public static final QName GETCTAG = calendarserver("getctag");
  public static final QName PROXY_READ = calendarserver("calendar-proxy-read");
  public static final QName PROXY_WRITE = calendarserver("calendar-proxy-write");
  public static final QName PROXY_READ_FOR = calendarserver("calendar-proxy-read-for");
  public static final QName PROXY_WRITE_FOR = calendarserver("calendar-proxy-write-for");

  /**
   * Local names of resource types that never are a calendar of the user, whatever other types the
   * resource has. {@code schedule-outbox} is not listed: the first calendar of each SOGo user is
   * also an outbox.
   */
  public static final Set<String> NEVER_CALENDARS =
      Set.of(
          "schedule-inbox",
          "notification",
          "notifications",
          "dropbox-home",
          "dropbox",
          "free-busy-url",
          "trash-bin",
          "deleted-calendar",
          "calendar-proxy-read",
          "calendar-proxy-write");

  /**
   * Local names of further resource types of collections that do not contain calendars, in addition
   * to {@link #NEVER_CALENDARS}.
   */
  static final Set<String> NEVER_FOLDERS =
      Set.of("principal", "schedule-outbox", "addressbook", "directory");

  /** The properties that a backup saves as meaning of a calendar. */
  public static final Set<QName> SAVED =
      Set.of(
          RESOURCETYPE,
          DISPLAYNAME,
          CALENDAR_DESCRIPTION,
          CALENDAR_COLOR,
          CALENDAR_ORDER,
          CALENDAR_TIMEZONE,
          CALENDAR_TIMEZONE_ID,
          COMPONENT_SET,
          TRANSP,
          SOURCE);

  public static final QName UNAUTHENTICATED = dav("unauthenticated");

  /**
   * Radicale reports its version. Its ETag is the SHA-256 of the bytes (radicale/item/__init__.py).
   */
  public static final QName RADICALE_VERSION = new QName("http://radicale.org/ns/", "version");

  /** sabre/dav returns this for each calendar, even when it hides its version. */
  public static final QName SABRE_SYNC_TOKEN = new QName("http://sabredav.org/ns", "sync-token");

  private Names() {}

  private static QName dav(String name) {
    return new QName(DAV, name);
  }

  private static QName calendarserver(String name) {
    return new QName(CALENDARSERVER, name);
  }

  private static QName caldav(String name) {
    return new QName(CALDAV, name);
  }
}
