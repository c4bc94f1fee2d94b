package caldavbackup.view;

import java.io.IOException;

/**
 * The calendars of somebody, in March 2026: for pictures, and for tests that want some of
 * everything.
 */
final class Sample {
  private Sample() {}

  static void write(CalendarFolder folder) throws IOException {
    folder
        .calendar("work", "Work", "#2F6FDE")
        .calendar("family", "Family", "#2E8B57")
        .calendar("sports", "Sports", "#E8A317")
        .calendar("travel", "Travel", "#C2413B")
        .calendar("birthdays", "Birthdays", "#8E5BD0");
    work(folder);
    family(folder);
    others(folder);
    tasks(folder);
  }

  private static void work(CalendarFolder folder) throws IOException {
    series(folder, "work/standup", "Stand-up", "20260302T091500", "15M", "WEEKLY;BYDAY=MO,WE,FR");
    series(
        folder, "work/planning", "Sprint planning", "20260303T100000", "2H", "WEEKLY;INTERVAL=2");
    once(folder, "work/interview", "Interview", "20260305T143000", "1H", "Meeting room 2");
    once(folder, "work/demo", "Customer demo", "20260312T110000", "1H", "");
    once(folder, "work/lunch", "Lunch with Priya", "20260320T123000", "1H", "Café Lindner");
    once(folder, "work/review", "Design review", "20260326T150000", "1H30M", "");
    folder.object(
        "work/offsite.ics",
        """
        VEVENT
        SUMMARY:Team offsite
        LOCATION:Hotel Seeblick, Konstanz
        DTSTART;VALUE=DATE:20260318
        DTEND;VALUE=DATE:20260320
        """);
    folder.object(
        "work/budget.ics",
        """
        VEVENT
        SUMMARY:Budget round
        LOCATION:Board room
        DESCRIPTION:Agenda: https://example.org/budget\\nPlease bring last year's numbers.
        DTSTART;TZID=America/New_York:20260324T090000
        DURATION:PT1H
        ORGANIZER;CN=Alice Meyer:mailto:alice@example.org
        ATTENDEE;CN=Alice Meyer;PARTSTAT=ACCEPTED:mailto:alice@example.org
        ATTENDEE;CN=Bob Okafor;PARTSTAT=TENTATIVE:mailto:bob@example.org
        ATTENDEE;CN=Priya Nair;PARTSTAT=NEEDS-ACTION;ROLE=OPT-PARTICIPANT:mailto:priya@example.org
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER:-PT15M
        END:VALARM
        """);
  }

  private static void family(CalendarFolder folder) throws IOException {
    once(
        folder, "family/dentist", "Dentist", "20260303T090000", "45M", "Dr. Sommer, Lange Gasse 5");
    once(folder, "family/parents", "Parents' evening", "20260310T193000", "2H", "School");
    once(folder, "family/cinema", "Cinema", "20260313T200000", "2H30M", "");
    once(folder, "family/plumber", "Plumber", "20260323T080000", "1H", "");
    once(folder, "family/brunch", "Brunch at Grandma's", "20260329T103000", "3H", "");
    series(folder, "family/piano", "Piano lesson", "20260305T163000", "45M", "WEEKLY");
    folder.object(
        "family/holidays.ics",
        """
        VEVENT
        SUMMARY:School holidays
        DTSTART;VALUE=DATE:20260330
        DTEND;VALUE=DATE:20260411
        """);
  }

  private static void others(CalendarFolder folder) throws IOException {
    series(folder, "sports/climbing", "Climbing", "20260304T183000", "2H", "WEEKLY");
    series(folder, "sports/run", "Long run", "20260301T080000", "1H30M", "WEEKLY");
    once(folder, "travel/train", "Train to Hamburg", "20260306T161200", "4H", "Platform 8");
    once(folder, "travel/back", "Train home", "20260308T174600", "4H", "Platform 12");
    folder.object(
        "travel/hamburg.ics",
        """
        VEVENT
        SUMMARY:Weekend in Hamburg
        DTSTART;VALUE=DATE:20260306
        DTEND;VALUE=DATE:20260309
        """);
    for (String[] birthday :
        new String[][] {
          {"Birthday Anna", "19880317"},
          {"Birthday Theo", "19610327"},
          {"Birthday Noor", "20140311"}
        }) {
      folder.object(
          "birthdays/" + birthday[0].replace(' ', '-') + ".ics",
          "VEVENT\nSUMMARY:"
              + birthday[0]
              + "\nDTSTART;VALUE=DATE:"
              + birthday[1]
              + "\nRRULE:FREQ=YEARLY");
    }
  }

  private static void tasks(CalendarFolder folder) throws IOException {
    folder
        .object("family/tax.ics", "VTODO\nSUMMARY:Tax return\nDUE;VALUE=DATE:20260331\nPRIORITY:1")
        .object("family/passport.ics", "VTODO\nSUMMARY:Renew passport\nSTATUS:NEEDS-ACTION")
        .object(
            "work/slides.ics",
            "VTODO\nSUMMARY:Slides for the demo\nDUE;TZID=Europe/Berlin:20260311T170000\n"
                + "STATUS:COMPLETED\nCOMPLETED:20260311T090000Z")
        .object(
            "family/diary.ics",
            "VJOURNAL\nSUMMARY:First crocuses\nDTSTART;VALUE=DATE:20260301\nDESCRIPTION:In the park");
  }

  private static void once(
      CalendarFolder folder, String name, String title, String start, String length, String place)
      throws IOException {
    folder.object(name + ".ics", event(title, start, length) + "LOCATION:" + place);
  }

  private static void series(
      CalendarFolder folder, String name, String title, String start, String length, String rule)
      throws IOException {
    folder.object(name + ".ics", event(title, start, length) + "RRULE:FREQ=" + rule);
  }

  private static String event(String title, String start, String length) {
    return "VEVENT\nSUMMARY:%s\nDTSTART;TZID=Europe/Berlin:%s\nDURATION:PT%s\n"
        .formatted(title, start, length);
  }
}
