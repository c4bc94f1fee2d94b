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
 * What a server does about the organizer and the guests of what is written to it, and what keeps it
 * quiet. What is not known of a server is taken at its worst.
 *
 * <p>Where each line of {@link #KNOWN} comes from:
 *
 * <ul>
 *   <li><b>sabre/dav</b> (Baikal, Davis): lib/CalDAV/Schedule/Plugin.php leaves PUT and DELETE
 *       alone with {@code Schedule-Reply: F}. It says X-Sabre-Version, and gives calendars a
 *       property in its own namespace. <b>Nextcloud</b> and <b>ownCloud</b> are sabre/dav, hide its
 *       version, and name extensions of their own in DAV.
 *   <li><b>Cyrus</b>: imap/http_caldav.c heeds {@code Scheduling-Enabled: F}; tried on 3.6. A web
 *       server before it puts its own name into Server; the paths stay. <b>Fastmail</b> is Cyrus;
 *       that its front end passes the header on was not tried.
 *   <li><b>OX App Suite</b>: com.openexchange.caldav CalendarAccessOperation heeds {@code
 *       Schedule-Reply: F} and {@code Scheduling: none} since 7.10, where the paths of calendars
 *       began to be {@code cal://…} in Base64.
 *   <li><b>SOGo</b>, tried on 5.8: no header helps. It invites nobody to an event with a property
 *       of its own in it, nor when that is then written without. For a new invitation it answers
 *       the organizer, even when the user has not; for one that is there, only when the answer is
 *       another than the one that is there. So an invitation is quiet when the event is there first
 *       without its guests. (SCHEDULE-AGENT=CLIENT is as quiet, but SOGo never lets go of it
 *       again.) Nobody is mailed about the past.
 *   <li><b>DAViCal</b>, tried on 1.1: invites whatever the headers, for past events too; not those
 *       with SCHEDULE-AGENT=CLIENT or NONE.
 *   <li><b>Stalwart</b>: crates/dav/src/calendar/update.rs knows no header for PUT, heeds
 *       SCHEDULE-AGENT, and schedules nothing that has ended.
 *   <li><b>Google</b>: no way in CalDAV to keep it from inviting; SCHEDULE-AGENT is ignored.
 *       <b>iCloud</b>: no way is known. <b>DavMail</b>: its only switch is in its own
 *       configuration. What these say in DAV is not asked for leave.
 *   <li>Any other that says calendar-auto-schedule or calendar-schedule in DAV, or says nothing:
 *       <b>Zimbra</b>, whose AutoScheduler.java looks at no header on PUT and at no date;
 *       <b>Xandikos</b>, whose web.py of 0.4.10 invites and cancels whatever the headers,
 *       SCHEDULE-AGENT and the date, by mail when it is started with --imip-send.
 *   <li>Any other that says calendar-access without these does not schedule: <b>Radicale</b>.
 * </ul>
 *
 * @param server what to call it in a message
 * @param schedules whether it may tell anybody anything at all
 * @param quiet what keeps it from it
 * @param tellsOfThePast whether it does so for what lies in the past, too
 * @param heedsAgent whether it leaves alone what SCHEDULE-AGENT leaves to the client (RFC 6638,
 *     section 7.1)
 * @param answersAtOnce whether it answers for guests who have not answered
 */
public record SchedulingTraits(
    String server,
    boolean schedules,
    Quiet quiet,
    boolean tellsOfThePast,
    boolean heedsAgent,
    boolean answersAtOnce) {

  /** What keeps a server quiet when something is written. */
  public enum Quiet {
    /** The headers that every write has unless option {@code notify} is true. */
    BY_HEADER,
    /** Writing it once with what SOGo heeds in it, and then as it is. */
    BY_WRITING_TWICE,
    /** Nothing. */
    NOT_AT_ALL
  }

  /**
   * What a server has said of itself.
   *
   * @param urls of calendars, homes and principals, absolute
   * @param server the header Server, or null
   * @param software what the program behind it calls itself, or null
   * @param dav the words of the header DAV, of all answers together
   * @param sabre whether it knows sabre/dav's own properties
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
     * Whether anything of it means scheduling; a server that says nothing of itself may as well.
     */
    boolean mayMeanScheduling() {
      return !dav.contains("calendar-access") || dav("calendar(-auto)?-schedule") || outbox;
    }
  }

  /** One server: how it is recognized, and what it does. */
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

  /** The traits of the server that has said this. */
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

  /** Whether what is written may reach anybody although the headers ask for quiet. */
  public boolean mayTellAnybody() {
    return schedules && quiet != Quiet.BY_HEADER;
  }
}
