package caldavbackup.cli;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.check.CalendarStatistics;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoveryReport;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Routes;
import caldavbackup.http.Account;
import caldavbackup.http.AccountRoutes;
import caldavbackup.text.Columns;
import caldavbackup.text.Failure;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * {@code caldav check}: shows the calendars, how they were found, what the server supports, and
 * what would fail.
 *
 * <p>Every line begins with a keyword. The table has one line for each calendar; at least two
 * spaces separate its columns.
 */
final class Check {
  private static final List<String> HEAD =
      List.of(
          "CALENDAR",
          "NAME",
          "ROLE",
          "TAKEN",
          "COMPONENTS",
          "OBJECTS",
          "BYTES",
          "LISTED BY",
          "ETAG",
          "CHANGES");
  private static final int TAKEN = HEAD.indexOf("TAKEN");
  private static final String YES = "yes";
  private static final String LINE = "%-9s %s%n";

  private final AccountRoutes routes;
  private final Account account;
  private final PrintStream out;
  private final JsonOutput json;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Map<String, Object> ofRun = Map.of();

  private Check(Routes routes, Account account, PrintStream out, JsonOutput json) {
    this.routes = new AccountRoutes(routes, account);
    this.account = account;
    this.out = out;
    this.json = json;
  }

  /**
   * Prints the report.
   *
   * @param json receives the lines, except the end of the summary; null prints text to {@code out}
   * @return false when a backup would fail
   */
  static boolean print(Routes routes, Account account, PrintStream out, JsonOutput json)
      throws Failure {
    return new Check(routes, account, out, json).run();
  }

  private boolean run() throws Failure {
    Exchange found = routes.send("direct:caldav-discover", null, Map.of());
    Discovery discovery = found.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    ofRun =
        Map.of(
            CaldavConstants.DISCOVERY,
            discovery,
            CaldavConstants.RUN,
            found.getProperty(CaldavConstants.RUN));
    String at =
        discovery.homes().isEmpty() ? discovery.calendars().get(0).url() : discovery.homes().get(0);
    Map<String, Object> asked = new HashMap<>(ofRun);
    asked.put(CaldavConstants.CONVERSATION, DiscoverySteps.ofServer(discovery, at));
    routes.send("direct:caldav-converse", null, asked);
    discovery.trail().forEach(step -> line("found", step));
    int shown = discovery.trail().size();
    discovery.homes().forEach(home -> line("home", home));
    discovery.traits().forEach(this::line);
    List<List<String>> rows = rows(discovery);
    discovery.trail().stream().skip(shown).forEach(step -> line("found", step));
    problems.addAll(0, discovery.problems());
    if (json != null) {
      rows.forEach(row -> json.accept(CheckJson.calendar(row)));
    } else if (rows.isEmpty()) {
      out.println("no calendars");
    } else {
      Columns.lines(HEAD, rows).forEach(out::println);
    }
    String leftOut = DiscoveryReport.leftOut(discovery, account);
    if (leftOut != null) {
      notes.add(leftOut);
    }
    String none = DiscoveryReport.noneSelected(discovery, account);
    if (none != null) {
      problems.add(none);
    }
    notes.forEach(note -> line("note", note));
    problems.forEach(problem -> line("problem", problem));
    String outlook = outlook(rows, none != null, leftOut != null);
    if (json == null) {
      line("backup", outlook);
    } else {
      json.accept(CheckJson.summary(rows, outlook));
    }
    return problems.isEmpty();
  }

  /** Returns whether a backup would be complete, and what to do if not. */
  private String outlook(List<List<String>> rows, boolean isNoneSelected, boolean isPartLeftOut) {
    if (isNoneSelected) {
      return "would fail: correct these options; CALENDAR and NAME above are the names they accept";
    }
    if (!problems.isEmpty()) {
      return "would be incomplete: fix the problems above, or exclude the calendar with"
          + " option exclude_calendars";
    }
    long taken = rows.stream().filter(row -> row.get(TAKEN).equals(YES)).count();
    return "would be complete: %d of %d %s%s"
        .formatted(
            taken,
            rows.size(),
            rows.size() == 1 ? "calendar" : "calendars",
            isPartLeftOut ? ", except the events named in the note above" : "");
  }

  /**
   * Returns the rows of all calendars. Calendars that only the listings of other users show follow
   * at the end, because a backup finds them too.
   */
  private List<List<String>> rows(Discovery discovery) throws Failure {
    List<List<String>> rows = new ArrayList<>();
    while (true) {
      while (rows.size() < discovery.calendars().size()) {
        rows.add(row(discovery.calendars().get(rows.size())));
      }
      if (!discovery.hasFolders()) {
        return rows;
      }
      routes.send("direct:caldav-discover-folders", null, ofRun);
    }
  }

  private List<String> row(Calendar calendar) {
    List<String> row = new ArrayList<>();
    row.add(calendar.segment());
    row.add(calendar.label());
    row.add(calendar.role().word());
    row.add(taken(calendar));
    row.add(calendar.components().isEmpty() ? "-" : String.join(",", calendar.components()));
    if (!taken(calendar).equals(YES)) {
      row.addAll(List.of("-", "-", "-", "-", "-"));
      return row;
    }
    try {
      CalendarStatistics tally =
          routes
              .send("direct:caldav-check", calendar, ofRun)
              .getProperty(CaldavConstants.STATISTICS, CalendarStatistics.class);
      row.add(String.valueOf(tally.objects()));
      row.add(tally.bytes() == 0 ? "-" : String.valueOf(tally.bytes()));
      row.add(tally.listedBy());
      row.add(tally.etag());
      row.add(tally.changes().isEmpty() ? "-" : String.join(",", tally.changes()));
      tally.concerns().forEach(concern -> notes.add(calendar.label() + ": " + concern));
    } catch (Failure e) {
      row.addAll(List.of("?", "?", "?", "?", "?"));
      problems.add("calendar " + calendar.label() + " cannot be listed: " + e.getMessage());
    }
    return row;
  }

  /** Returns whether a backup includes its events, and if not, why. */
  private String taken(Calendar calendar) {
    if (!calendar.isWantedBy(account.options().selection())) {
      return "excluded";
    }
    if (calendar.hasWantedEvents(account.options().include())) {
      return YES;
    }
    return calendar.role() == Calendar.Role.SUBSCRIPTION ? "address" : "no";
  }

  private void line(String what, String text) {
    if (json == null) {
      out.printf(LINE, what, text);
    } else {
      json.accept(CheckJson.line(what, text));
    }
  }
}
