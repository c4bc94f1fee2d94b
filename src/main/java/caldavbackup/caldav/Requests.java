package caldavbackup.caldav;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.RequestHeaders;
import caldavbackup.webdav.Names;
import java.util.Collection;
import java.util.List;
import javax.xml.namespace.QName;
import org.apache.camel.Message;

/** Writes requests of RFC 4918 and RFC 4791 to a message, which a route sends. */
public final class Requests {
  private static final String XML_TYPE = "application/xml; charset=utf-8";
  private static final String COLLECTION_PROPERTIES =
      "<d:resourcetype/><d:displayname/><d:current-user-principal/><d:current-user-privilege-set/>"
          + "<c:calendar-home-set/><c:supported-calendar-component-set/><c:calendar-description/>"
          + "<c:calendar-timezone/><c:calendar-timezone-id/><c:schedule-calendar-transp/>"
          + "<a:calendar-color/><a:calendar-order/><s:invite/><s:source/><d:owner/><d:share-access/>"
          + "<r:version/>"
          + RequestBodies.elements(CalendarDetails.ALARMS)
          + RequestBodies.elements(CalendarDetails.LIMITS);

  /**
   * Properties that any resource may have. Cyrus 3.6 closes the connection if its root is asked for
   * those of a calendar.
   */
  private static final byte[] ON_THE_WAY =
      RequestBodies.propfind(
          "<d:resourcetype/><d:displayname/><d:current-user-principal/><c:calendar-home-set/>"
              + "<d:owner/><d:share-access/><s:source/><r:version/>");

  /**
   * The property that shows whether a calendar changed. DAV:sync-token is not used: for 5,000
   * objects, Radicale 3.9 needs 7 s for the first token and writes a file for each object; the CTag
   * needs 0.17 s.
   */
  private static final String REVISION = "<s:getctag/>";

  private static final byte[] COLLECTIONS =
      RequestBodies.propfind(COLLECTION_PROPERTIES + REVISION);
  private static final byte[] PRINCIPAL =
      RequestBodies.propfind(
          "<d:resourcetype/><d:current-user-principal/><c:calendar-home-set/>"
              + "<s:calendar-proxy-read-for/><s:calendar-proxy-write-for/><d:group-membership/>");
  private static final byte[] OWNER =
      RequestBodies.propfind(
          "<d:current-user-principal/><d:owner/>"
              + RequestBodies.elements(List.of(Names.SABRE_SYNC_TOKEN)));
  private static final byte[] CALENDAR_USER =
      RequestBodies.propfind("<c:calendar-user-address-set/><c:schedule-outbox-URL/>");
  private static final byte[] TRAITS = RequestBodies.propfind("<s:getctag/><d:sync-token/>");

  /** PROPFIND Depth 0 at a URL: the type, the current user and the calendar homes. */
  public void describe(Message message, String url) {
    set(message, "PROPFIND", url, ON_THE_WAY);
    message.setHeader(CaldavConstants.DEPTH, "0");
  }

  /** PROPFIND Depth 0 of a calendar: all known properties, and these others. */
  public void calendar(Message message, String url, Collection<QName> others) {
    set(
        message,
        "PROPFIND",
        url,
        RequestBodies.propfind(COLLECTION_PROPERTIES + RequestBodies.elements(others)));
    message.setHeader(CaldavConstants.DEPTH, "0");
  }

  /** PROPFIND of the names of all properties. */
  public void propertyNames(Message message, String url, String depth) {
    set(message, "PROPFIND", url, RequestBodies.propname());
    message.setHeader(CaldavConstants.DEPTH, depth);
  }

  /**
   * PROPFIND of the properties that a server returns for allprop, which include dead properties.
   */
  public void allProperties(Message message, String url, String depth) {
    set(message, "PROPFIND", url, RequestBodies.allprop());
    message.setHeader(CaldavConstants.DEPTH, depth);
  }

  /** PROPFIND of the named properties. */
  public void properties(Message message, String url, String depth, Collection<QName> names) {
    set(message, "PROPFIND", url, RequestBodies.propfind(RequestBodies.elements(names)));
    message.setHeader(CaldavConstants.DEPTH, depth);
  }

  /**
   * PROPFIND Depth 0 of a principal: its calendar homes, and the principals that it may act for.
   */
  public void principal(Message message, String url) {
    set(message, "PROPFIND", url, PRINCIPAL);
    message.setHeader(CaldavConstants.DEPTH, "0");
  }

  /**
   * PROPFIND Depth 0 of a calendar: the properties that report changes. They are expensive on some
   * servers.
   */
  public void traits(Message message, Calendar calendar) {
    set(message, "PROPFIND", calendar.url(), TRAITS);
    message.setHeader(CaldavConstants.DEPTH, "0");
  }

  /**
   * PROPFIND Depth 0 of a calendar or home: owner, current user, and whether the server is
   * sabre/dav.
   */
  public void owner(Message message, String url) {
    set(message, "PROPFIND", url, OWNER);
    message.setHeader(CaldavConstants.DEPTH, "0");
  }

  /** PROPFIND Depth 0 of a principal: its calendar user addresses (RFC 6638, section 2.4.1). */
  public void calendarUser(Message message, String url) {
    set(message, "PROPFIND", url, CALENDAR_USER);
    message.setHeader(CaldavConstants.DEPTH, "0");
  }

  /** GET of an address, to find where it redirects. */
  public void look(Message message, String url) {
    set(message, "GET", url, null);
  }

  /** OPTIONS (RFC 4918, section 10.1): the capabilities of a server. */
  public void options(Message message, String url) {
    set(message, "OPTIONS", url, null);
  }

  /** PROPFIND Depth 1 of a calendar home: its calendars with their properties. */
  public void home(Message message, String url) {
    set(message, "PROPFIND", url, COLLECTIONS);
    message.setHeader(CaldavConstants.DEPTH, "1");
  }

  /** PROPFIND Depth 1 of a calendar: its objects. No server hides objects from this listing. */
  public void members(Message message, Calendar calendar) {
    set(message, "PROPFIND", calendar.url(), RequestBodies.propfind(memberProperties(calendar)));
    message.setHeader(CaldavConstants.DEPTH, "1");
    message.setHeader(CaldavConstants.STREAMED, true);
  }

  /** PROPFIND Depth 0 of one object: the properties that a listing has. */
  public void member(Message message, Member member) {
    set(
        message,
        "PROPFIND",
        member.url(),
        RequestBodies.propfind(memberProperties(member.calendar())));
    message.setHeader(CaldavConstants.DEPTH, "0");
  }

  /**
   * REPORT sync-collection (RFC 6578, section 3.2) of a calendar: its objects, or one page of them
   * if the server or the limit requires it.
   *
   * @param token the sync token of the previous page; empty for the first
   * @param most the maximum number of objects in a page; 0 for no limit
   */
  public void sync(Message message, Calendar calendar, String token, int most) {
    set(
        message,
        "REPORT",
        calendar.url(),
        RequestBodies.sync(token, most, memberProperties(calendar)));
    message.setHeader(CaldavConstants.DEPTH, "0");
    message.setHeader(CaldavConstants.STREAMED, true);
  }

  /**
   * REPORT calendar-query (RFC 4791, section 7.8) of a calendar, without data: the objects with
   * this component.
   *
   * @param component for example VEVENT; null for objects of any type
   */
  public void query(Message message, Calendar calendar, String component) {
    set(
        message,
        "REPORT",
        calendar.url(),
        RequestBodies.query(component, memberProperties(calendar)));
    message.setHeader(CaldavConstants.DEPTH, "1");
    message.setHeader(CaldavConstants.STREAMED, true);
  }

  /** REPORT calendar-multiget (RFC 4791, section 7.9) of members of one calendar. */
  public void multiget(Message message, List<Member> members) {
    Calendar calendar = members.get(0).calendar();
    String length = calendar.etagIsDigest() ? "" : "<d:getcontentlength/>";
    set(
        message,
        "REPORT",
        calendar.url(),
        RequestBodies.multiget(members, "<d:getetag/>" + length + "<c:calendar-data/>"));
    message.setHeader(CaldavConstants.DEPTH, "1");
    message.setHeader(CaldavConstants.STREAMED, true);
  }

  /** GET of one object. */
  public void get(Message message, Member member) {
    set(message, "GET", member.url(), null);
  }

  /** The precondition of a write. */
  public enum If {
    ANYHOW,
    /** No object exists (If-None-Match: *). */
    NEW,
    /** The object is unchanged since the listing (If-Match), as far as its ETag shows. */
    UNCHANGED
  }

  /** PUT of one object (RFC 4791, section 5.3.2). A weak ETag never matches (RFC 9110, 13.1.1). */
  public void put(Message message, String url, byte[] bytes, If condition, String etag) {
    set(message, "PUT", url, bytes);
    message.setHeader(CaldavConstants.CONTENT_TYPE, "text/calendar; charset=utf-8");
    if (condition == If.NEW) {
      message.setHeader(CaldavConstants.IF_NONE_MATCH, "*");
    } else if (condition == If.UNCHANGED && etag != null && !etag.startsWith("W/")) {
      message.setHeader(CaldavConstants.IF_MATCH, etag);
    }
  }

  /** DELETE of one object, if it is unchanged since the listing. */
  public void delete(Message message, Member member) {
    set(message, "DELETE", member.url(), null);
    if (member.etag() != null && !member.etag().startsWith("W/")) {
      message.setHeader(CaldavConstants.IF_MATCH, member.etag());
    }
  }

  /**
   * MKCALENDAR (RFC 4791, section 5.3.1) without properties, for servers that refuse the request
   * because of one of them.
   */
  public void mkcalendarBare(Message message, Calendar calendar) {
    set(message, "MKCALENDAR", calendar.url(), null);
  }

  /** MKCALENDAR (RFC 4791, section 5.3.1) with all known properties. */
  public void mkcalendar(Message message, Calendar calendar) {
    byte[] body = RequestBodies.mkcalendar(CalendarProperties.creation(calendar));
    set(message, "MKCALENDAR", calendar.url(), body);
  }

  /** Extended MKCOL (RFC 5689), for servers without MKCALENDAR. */
  public void mkcol(Message message, Calendar calendar) {
    byte[] body = RequestBodies.mkcol(CalendarProperties.creation(calendar));
    set(message, "MKCOL", calendar.url(), body);
  }

  /**
   * PROPPATCH of one property. If a request had several, the server would refuse all because of
   * one.
   */
  public void proppatch(Message message, String url, CalendarProperties.Property property) {
    set(message, "PROPPATCH", url, RequestBodies.proppatch(property.xml()));
  }

  private static void set(Message message, String method, String url, byte[] body) {
    RequestHeaders.remove(message);
    message.setHeader(CaldavConstants.METHOD, method);
    message.setHeader(CaldavConstants.URL, url);
    if (method.equals("PROPFIND")) {
      message.setHeader(CaldavConstants.PROOF, new WholeMultistatus("PROPFIND " + url));
    }
    if (body != null) {
      message.setHeader(CaldavConstants.CONTENT_TYPE, XML_TYPE);
    }
    message.setBody(body);
  }

  private static String memberProperties(Calendar calendar) {
    return "<d:resourcetype/><d:getetag/><d:getlastmodified/>"
        + (calendar.etagIsDigest() ? "" : "<d:getcontentlength/>");
  }
}
