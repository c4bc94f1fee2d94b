package caldavbackup.caldav.profile;

import caldavbackup.webdav.Hrefs;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The behaviour of a server towards organizer and guests of written objects, and what prevents
 * messages. Unknown behaviour counts as the worst case.
 *
 * <p>The sources of {@link #KNOWN}:
 *
 * <ul>
 *   <li><b>sabre/dav</b> (Baikal, Davis): lib/CalDAV/Schedule/Plugin.php ignores PUT and DELETE
 *       with {@code Schedule-Reply: F}. It sends X-Sabre-Version, and its calendars have a property
 *       in its own namespace. <b>Nextcloud</b> and <b>ownCloud</b> are sabre/dav, hide its version,
 *       and list their own extensions in DAV.
 *   <li><b>Cyrus</b>: imap/http_caldav.c supports {@code Scheduling-Enabled: F}; tested with 3.6. A
 *       web server in front of it replaces the header Server; the paths stay. <b>Fastmail</b> is
 *       Cyrus; whether its front end passes the header on was not tested.
 *   <li><b>OX App Suite</b>: com.openexchange.caldav CalendarAccessOperation supports {@code
 *       Schedule-Reply: F} and {@code Scheduling: none} since 7.10, which introduced calendar paths
 *       of the form {@code cal://…} in Base64.
 *   <li><b>SOGo</b>, tested with 5.8: no header helps. It sends no invitations for an event that
 *       contains a certain SOGo property, nor when the event is then written without it. For a new
 *       invitation it replies to the organizer, even if the user has not; for an existing one, only
 *       if the reply differs from the stored one. An invitation therefore stays silent if the event
 *       exists first without its guests. (SCHEDULE-AGENT=CLIENT is as silent, but SOGo never
 *       removes it again.) It sends no mail about past events.
 *   <li><b>DAViCal</b>, tested with 1.1: sends invitations regardless of headers, for past events
 *       too; but not with SCHEDULE-AGENT=CLIENT or NONE.
 *   <li><b>Stalwart</b>: crates/dav/src/calendar/update.rs supports no header for PUT, supports
 *       SCHEDULE-AGENT, and schedules nothing that has ended.
 *   <li><b>Google</b>: CalDAV has no way to prevent invitations; SCHEDULE-AGENT is ignored.
 *       <b>iCloud</b>: no way is known. <b>DavMail</b>: the only switch is in its configuration.
 *       Their header DAV is not evaluated.
 *   <li>Any other server with calendar-auto-schedule or calendar-schedule in DAV, or without DAV:
 *       <b>Zimbra</b>, whose AutoScheduler.java evaluates neither headers of PUT nor dates;
 *       <b>Xandikos</b>, whose web.py of 0.4.10 sends invitations and cancellations regardless of
 *       headers, SCHEDULE-AGENT and date, by mail if it is started with --imip-send.
 *   <li>Any other server with calendar-access but without these does not schedule: <b>Radicale</b>.
 * </ul>
 *
 * @param server the name for messages
 * @param schedules whether it may send scheduling messages at all
 * @param quiet what prevents them
 * @param tellsOfThePast whether it also sends them for past events
 * @param heedsAgent whether it ignores guests that SCHEDULE-AGENT leaves to the client (RFC 6638,
 *     section 7.1)
 * @param answersAtOnce whether it replies for guests that have not replied
 */
public record SchedulingTraits(
    String server,
    boolean schedules,
    Quiet quiet,
    boolean tellsOfThePast,
    boolean heedsAgent,
    boolean answersAtOnce) {

  /** What prevents scheduling messages for a write. */
  public enum Quiet {
    /** The headers of each write, unless option {@code notify} is true. */
    BY_HEADER,
    /** Writing the object twice: first with the property that SOGo evaluates, then unchanged. */
    BY_WRITING_TWICE,
    /** Nothing. */
    NOT_AT_ALL
  }

  /**
   * What a server reports about itself.
   *
   * @param urls absolute URLs of calendars, homes and principals
   * @param server the header Server, or null
   * @param software the application behind it, as it names itself, or null
   * @param dav the tokens of the header DAV, from all answers
   * @param sabre whether it has properties of sabre/dav
   * @param outbox whether the user has an outbox (RFC 6638, section 2.1)
   */
  public record Said(
      Collection<String> urls,
      String server,
      String software,
      Set<String> dav,
      boolean sabre,
      boolean outbox) {

    public static Set<String> words(String dav) {
      return dav == null
          ? Set.of()
          : Arrays.stream(dav.toLowerCase(Locale.ROOT).split(","))
              .map(String::strip)
              .collect(Collectors.toSet());
    }

    boolean server(String begin) {
      return (server != null && server.startsWith(begin))
          || (software != null && software.startsWith(begin));
    }

    boolean dav(String pattern) {
      return dav.stream().anyMatch(word -> word.matches(pattern));
    }

    boolean host(String domain) {
      return urls.stream()
          .map(Hrefs::host)
          .anyMatch(host -> host.equals(domain) || host.endsWith("." + domain));
    }

    boolean path(String begin) {
      return urls.stream().anyMatch(url -> Hrefs.path(url).startsWith(begin));
    }

    boolean segment(String begin) {
      return urls.stream()
          .flatMap(url -> Arrays.stream(Hrefs.path(url).split("/")))
          .anyMatch(segment -> segment.startsWith(begin));
    }

    /**
     * Returns whether something of it indicates scheduling. A server that reports nothing may
     * schedule, too.
     */
    boolean mayMeanScheduling() {
      return !dav.contains("calendar-access") || dav("calendar(-auto)?-schedule") || outbox;
    }
  }

  /** One server: how to recognize it, and its behaviour. */
  private record Known(
      String name,
      Predicate<Said> by,
      Quiet quiet,
      boolean tellsOfThePast,
      boolean heedsAgent,
      boolean answersAtOnce,
      boolean schedulesWhateverItSays) {}

  private static final String OX_CALENDAR = "Y2FsOi8v"; // "cal://" in Base64

  private static final List<Known> KNOWN =
      List.of(
          byHeader("Nextcloud", said -> said.dav("(nc|nextcloud|oc)-.*")),
          byHeader("sabre/dav", said -> said.server("sabre/dav") || said.sabre()),
          byHeader("Fastmail", said -> said.host("fastmail.com")),
          byHeader(
              "Cyrus",
              said ->
                  said.server("Cyrus-HTTP")
                      || (said.path("/dav/calendars/user/") && said.dav("inbox-availability"))),
          byHeader("OX App Suite", said -> said.segment(OX_CALENDAR)),
          new Known(
              "SOGo",
              said -> said.server("SOPE") || said.path("/SOGo/dav/"),
              Quiet.BY_WRITING_TWICE,
              false,
              false,
              true,
              false),
          heedsAgent("DAViCal", said -> said.server("DAViCal"), true),
          heedsAgent("Stalwart", said -> said.path("/dav/pal/"), false),
          notAtAll(
              "Google",
              said ->
                  said.host("googleusercontent.com")
                      || said.host("google.com")
                      || said.path("/caldav/v2/")),
          notAtAll("iCloud", said -> said.host("icloud.com")),
          notAtAll("DavMail", said -> said.server("DavMail")));

  private static Known byHeader(String name, Predicate<Said> by) {
    return new Known(name, by, Quiet.BY_HEADER, true, false, false, false);
  }

  private static Known heedsAgent(String name, Predicate<Said> by, boolean tellsOfThePast) {
    return new Known(name, by, Quiet.NOT_AT_ALL, tellsOfThePast, true, false, false);
  }

  private static Known notAtAll(String name, Predicate<Said> by) {
    return new Known(name, by, Quiet.NOT_AT_ALL, true, false, false, true);
  }

  /** The traits of the server with this self-description. */
  public static SchedulingTraits of(Said said) {
    for (Known known : KNOWN) {
      if (known.by().test(said)) {
        return new SchedulingTraits(
            known.name(),
            known.schedulesWhateverItSays() || said.mayMeanScheduling(),
            known.quiet(),
            known.tellsOfThePast(),
            known.heedsAgent(),
            known.answersAtOnce());
      }
    }
    return new SchedulingTraits(
        "this server", said.mayMeanScheduling(), Quiet.NOT_AT_ALL, true, false, false);
  }

  /** Returns whether a write may cause messages although its headers ask for none. */
  public boolean mayTellAnybody() {
    return schedules && quiet != Quiet.BY_HEADER;
  }
}
