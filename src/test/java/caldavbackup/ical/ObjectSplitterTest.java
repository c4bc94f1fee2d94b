package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of one file. In the tables a file is written in one line: {@code |} is a line end,
 * {@code [} and {@code ]} begin and end a VCALENDAR, {@code <} and {@code >} a VEVENT.
 */
class ObjectSplitterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[<UID:1|>]",
        "[VERSION:2.0|X-WR-CALNAME:name|<UID:1|>]",
        "[<UID:1|RRULE:x|><UID:1|RECURRENCE-ID:x|>]",
        "[<UID:1|RECURRENCE-ID:x|>]",
        "[BEGIN:VTIMEZONE|TZID:unused|END:VTIMEZONE|<UID:1|>]",
        "[<UID:1|><UID:1|>]",
        "[<UID:1|BEGIN:VALARM|UID:2|END:VALARM|>]",
        "[BEGIN:VTODO|uid;x=y:1|END:VTODO|<U| ID:1|>]",
        "[<UID:1|>BEGIN:X-NOTE|END:X-NOTE|]",
        "[BEGIN:VFREEBUSY|END:VFREEBUSY|]",
        // broken, but what could be split?
        "[<UID:1|",
        "[<UID:1",
        "[<UID:1|BEGIN:VALARM|>]",
        "[<UID:1|END:VTODO|>]",
        "[<UID:1|>|]||",
        "[<UID:1|\0|>]",
        "[<UID:1|>",
        "begin:vcalendar|begin:vevent|uid:1|end:vevent|end:vcalendar"
      })
  void one_object_is_the_same_array(String text) {
    byte[] file = file(text);
    ObjectSplitter.Result result = ObjectSplitter.split(file);
    assertThat(result.objects()).hasSize(1);
    assertThat(result.objects().get(0).bytes()).isSameAs(file);
    assertThat(result.problems()).isEmpty();
    assertThat(result.objects().get(0).uid()).isEqualTo(new Uid().of(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        // by UID, in the order of the file, wherever they stand
        "[<UID:1|><UID:2|>] ~ [<UID:1|>] ~ [<UID:2|>]",
        "[<UID:1|A:|><UID:2|><UID:1|B:|>] ~ [<UID:1|A:|><UID:1|B:|>] ~ [<UID:2|>]",
        "[<UID:1|>][<UID:2|>] ~ [<UID:1|>] ~ [<UID:2|>]",
        "[P:1|<UID:1|A:|>][P:2|<UID:2|><UID:1|B:|>] ~ [P:1|<UID:1|A:|><UID:1|B:|>] ~"
            + " [P:2|<UID:2|>]",
        "[BEGIN:VTODO|UID:1|END:VTODO|<UID:2|>] ~ [BEGIN:VTODO|UID:1|END:VTODO|] ~ [<UID:2|>]",
        "[BEGIN:X-NOTE|UID:1|END:X-NOTE|<UID:2|>] ~ [BEGIN:X-NOTE|UID:1|END:X-NOTE|] ~ [<UID:2|>]",
        "[<UID:a|><UID:A|>] ~ [<UID:a|>] ~ [<UID:A|>]",
        // a component that stands there twice
        "[<UID:1|>|<UID:1|>][<UID:1|><UID:2|>] ~ [<UID:1|>|] ~ [<UID:2|>]",
        // properties of the calendar
        "[A:|<UID:1|>B:|<UID:2|>C:|] ~ [A:|<UID:1|>B:|C:|] ~ [A:|B:|<UID:2|>C:|]",
        "[NAME:n|URL:u|VERSION:2.0|X-MINE:x|<UID:1|><UID:2|>] ~ [VERSION:2.0|X-MINE:x|<UID:1|>] ~"
            + " [VERSION:2.0|X-MINE:x|<UID:2|>]",
        "[REFRESH-INTERVAL;VALUE=DURATION:P1D|UID:c|SOURCE:s|COLOR:red|<UID:1|><UID:2|>] ~"
            + " [<UID:1|>] ~ [<UID:2|>]",
        "[METHOD||  :PUBLISH|A:|<UID:1|><UID:2|>] ~ [A:|<UID:1|>] ~ [A:|<UID:2|>]",
        // what is in a component stays
        "[<METHOD:x|NAME:n|UID:1|DESCRIPTION:d|><UID:2|>] ~"
            + " [<METHOD:x|NAME:n|UID:1|DESCRIPTION:d|>] ~ [<UID:2|>]",
        "[<X:fol| ded||UID:1|garbage|END:VTODO|><UID:2|>] ~ [<X:fol|"
            + " ded||UID:1|garbage|END:VTODO|>] ~ [<UID:2|>]",
        // no last line end, no end of the calendar, a mark in front
        "[<UID:1|><UID:2|>END:VCALENDAR ~ [<UID:1|>END:VCALENDAR ~ [<UID:2|>END:VCALENDAR",
        "[<UID:1|><UID:2|> ~ [<UID:1|>] ~ [<UID:2|>]",
        "[<UID:1|><UID:2|END:VEVENT ~ [<UID:1|>] ~ [<UID:2|>]",
        "[<UID:1|>[<UID:2|>] ~ [<UID:1|>] ~ [<UID:2|>]",
        "\uFEFF[<UID:1|>]\uFEFF[<UID:2|>] ~ [<UID:1|>] ~ [<UID:2|>]",
        "begin:vcalendar|begin:vevent|uid:1|end:vevent|<UID:2|>] ~"
            + " begin:vcalendar|begin:vevent|uid:1|end:vevent|] ~ begin:vcalendar|<UID:2|>]",
      })
  void each_object_has_the_lines_of_its_uid(String text, String first, String second) {
    for (String end : new String[] {"\n", "\r\n"}) {
      assertThat(texts(text, end)).containsExactly(plain(first, end), plain(second, end));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "DTSTART;TZID=b:1 ~ b",
        "dtstart;tzid=b;X=y:1 ~ b",
        "DTSTART;X=\"p;q:r\";TZID=\"a\":1 ~ a",
        "DTSTART;TZID=a:1|DTEND;TZID=b:2 ~ a & b",
        "RDATE;TZID=c,x;VALUE=PERIOD:1|EXDATE;TZID=b:2 ~ b",
        "X-ODD;X-TZID=b:1 ~ b",
        "X-ODD-TZID:b ~ b",
        "BEGIN:VALARM|TRIGGER;TZID=a:1|END:VALARM ~ a",
        "DTSTART;TZID=A:1 ~ a",
        "DTSTART;TZID=\"(UTC+01:00) Bern, Wien\":1 ~ (UTC+01:00) Bern\\, Wien",
        "DTSTART;TZID=(UTC+01:00) Bern, Wien:1 ~ (UTC+01:00) Bern\\, Wien",
        "DTSTART;TZID=nowhere:1 ~ ''",
        "DTSTART:1 ~ ''",
        "DESCRIPTION:;TZID=a:1 ~ ''",
      })
  void an_object_has_the_time_zones_that_it_uses(String lines, String timezones) {
    StringBuilder zones = new StringBuilder();
    for (String id : List.of("a", "b", "(UTC+01:00) Bern\\, Wien")) {
      zones.append("BEGIN:VTIMEZONE|TZID:" + id + "|BEGIN:STANDARD|END:STANDARD|END:VTIMEZONE|");
    }
    for (String file :
        List.of("[" + zones + "<UID:1|%s|><UID:2|>]", "[<UID:2|><UID:1|%s|>" + zones + "]")) {
      List<String> objects = texts(file.formatted(lines), "\n");
      String object = objects.get(objects.get(0).contains("UID:1\n") ? 0 : 1);
      assertThat(object.lines().filter(line -> line.startsWith("TZID:")))
          .containsExactlyElementsOf(
              timezones.isEmpty()
                  ? List.of()
                  : Stream.of(timezones.split(" & ")).map("TZID:"::concat).toList());
    }
  }

  @Test
  void a_time_zone_is_that_of_its_own_calendar_when_there_are_several_of_that_name() {
    String zone = "BEGIN:VTIMEZONE|TZID:z|X:%s|END:VTIMEZONE|";
    String[] used = {"<UID:1|A;TZID=z:|>", "<UID:2|A;TZID=z:|>", "<UID:3|A;TZID=z:|>"};
    String file =
        "["
            + zone.formatted(1)
            + used[0]
            + "]["
            + zone.formatted(2)
            + used[1]
            + "]["
            + used[2]
            + "]";
    assertThat(texts(file, "\n"))
        .containsExactly(
            plain("[" + zone.formatted(1) + used[0] + "]", "\n"),
            plain("[" + zone.formatted(2) + used[1] + "]", "\n"),
            plain("[" + zone.formatted(1) + used[2] + "]", "\n"));
  }

  @Test
  void method_alone_is_removed_too() {
    assertThat(texts("[METHOD:PUBLISH|VERSION:2.0|<UID:1|>]", "\r\n"))
        .containsExactly(plain("[VERSION:2.0|<UID:1|>]", "\r\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "[<UID:1|><UID:2|> ~ 1,2 ~ VCALENDAR at line 1 has no END",
        "[<UID:1|><UID:2|DTSTA ~ 1 ~ VEVENT at line 5 (2) has no END; VCALENDAR at line 1 has no END",
        "[<UID:1|><UID:2|] ~ 1 ~ VEVENT at line 5 (2) has no END",
        "[<UID:2|<UID:1|>] ~ 1 ~ VEVENT at line 2 (2) has no END",
        "[<UID:1|><UID:2|BEGIN:VALARM|<UID:3|>] ~ 1,3 ~ VEVENT at line 5 (2) has no END",
        "[<UID:1|><UID:2|END:VEVNT|<UID:3|>] ~ 1,3 ~ VEVENT at line 5 (2) has no END",
        "[BEGIN:VTIMEZONE|<UID:1|><UID:2|>] ~ 1,2 ~ VTIMEZONE at line 2 has no END",
        "[<UID:1|>BEGIN:VFREEBUSY|END:VFREEBUSY|<UID:2|>] ~ 1,2 ~ VFREEBUSY at line 5 has no UID",
        "[<UID:1|>BEGIN:X-A|BEGIN:VEVENT|UID:3|END:VEVENT|END:X-A|<UID:2|>] ~ 1,2 ~ X-A at line 5 (3)"
            + " has no UID",
        "From: me||[<UID:1|>]<UID:3|>bye|[<UID:2|>] ~ 1,2 ~ the text at line 8 (3) belongs to no"
            + " component",
        "[<UID:1|>]<UID:2|> ~ 1 ~ the text at line 6 (2) belongs to no component",
      })
  void what_is_in_no_object_is_said(String text, String uids, String problems) {
    ObjectSplitter.Result result = ObjectSplitter.split(file(text));
    assertThat(result.objects()).extracting(SplitObject::uid).containsExactly(uids.split(","));
    assertThat(result.problems()).containsExactly(problems.split("; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "From: me||[<UID:1|>] ~ line 1",
        "[<UID:1|>]␀␀␀ ~ line 6",
        "[<UID:1|>]␚ ~ line 6",
        "[<UID:1|>END:VCALENDAR␚ ~ line 5",
        "[<UID:1|>END:VCALENDAR␀␀| ~ line 5",
        "<html><pre>[<UID:1|>END:VCALENDAR</pre></html>| ~ line 1, line 5",
        "<html>|[<UID:1|>]</html>| ~ line 1, line 7",
        "[<UID:1|>no line at all|]text behind it ~ line 5, line 7",
        "[<UID:1|>END:VALARM|] ~ line 5",
        "[VERSION:2.0|<html>|␀|<UID:1|>] ~ line 3",
      })
  void text_around_a_calendar_costs_nothing_but_a_line(String text, String lines) {
    String stray = "<html>|</html>|<pre>|</pre>|\0|\u001A|From: me|no line at all|text behind it";
    for (String more : new String[] {"", "[<UID:2|>]"}) {
      ObjectSplitter.Result result =
          ObjectSplitter.split(file((more + text).replace('␀', '\0').replace('␚', '\u001A')));
      assertThat(result.problems()).isEmpty();
      assertThat(result.objects()).hasSize(more.isEmpty() ? 1 : 2);
      assertThat(result.notes()).hasSize(1);
      if (more.isEmpty()) {
        assertThat(result.notes())
            .containsExactly("has text that belongs to no calendar, at " + lines + ": left out");
      }
      for (SplitObject object : result.objects()) {
        String plain = new String(object.bytes(), StandardCharsets.UTF_8);
        assertThat(plain).startsWith("BEGIN:VCALENDAR\r\n").contains("END:VEVENT\r\n");
        assertThat(plain.strip()).endsWith("\r\nEND:VCALENDAR");
        assertThat(plain).doesNotContain(stray.split("\\|"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[<UID:1|>END:VCALENDAR[<UID:2|>]",
        "[<UID:1|>]\uFEFF[<UID:2|>]",
        "[<UID:1|>END:VCALENDAR\uFEFF[<UID:2|>]",
        "[<UID:1|>END:VCALENDAR\u001A[<UID:2|>]",
        "[<UID:1|>]<hr>[<UID:2|>]",
        "[<UID:1|>\uFEFF[<UID:2|>]",
      })
  void files_that_were_joined_are_as_many_calendars(String text) {
    assertThat(texts(text, "\r\n"))
        .extracting(object -> object.strip().replace("\r\n", "|"))
        .containsExactly(
            "BEGIN:VCALENDAR|BEGIN:VEVENT|UID:1|END:VEVENT|END:VCALENDAR",
            "BEGIN:VCALENDAR|BEGIN:VEVENT|UID:2|END:VEVENT|END:VCALENDAR");
  }

  @Test
  void a_line_that_ends_in_cr_alone_is_a_line() {
    String text = "[<UID:1|SUMMARY:fol| ded|>]";
    for (String end : new String[] {"\r", "\r\r\n"}) {
      ObjectSplitter.Result result = ObjectSplitter.split(bytes(plain(text, end)));
      assertThat(result.objects()).extracting(SplitObject::uid).containsExactly("1");
      assertThat(result.problems()).isEmpty();
    }
    assertThat(texts(text, "\r")).containsExactly(plain(text, "\r\n"));
    assertThat(texts("[<UID:1|>\r<UID:2|>]", "\n")).hasSize(2);
    assertThat(texts("[<UID:1|X:a\rb c|>]", "\r\n"))
        .containsExactly(plain("[<UID:1|X:a\rb c|>]", "\r\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "'' ~ it contains no VCALENDAR",
        "<html>|</html> ~ it contains no VCALENDAR",
        "BEGIN:VEVENT|UID:1|END:VEVENT ~ it contains no VCALENDAR",
        "[METHOD:PUBLISH|BEGIN:VFREEBUSY|END:VFREEBUSY|] ~ VFREEBUSY at line 3 has no UID",
        "[<SUMMARY:cut|] ~ VEVENT at line 2 (\"cut\") has no END",
        "[ ~ VCALENDAR at line 1 has no END",
        "[]BEGIN:VEVENT ~ the text at line 3 belongs to no component",
      })
  void a_file_of_which_nothing_can_be_made_is_given_back_with_the_reason(
      String text, String problem) {
    byte[] file = file(text);
    ObjectSplitter.Result result = ObjectSplitter.split(file);
    assertThat(result.objects()).hasSize(1);
    assertThat(result.objects().get(0).bytes()).isSameAs(file);
    assertThat(result.problems()).containsExactly(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[X-WR-CALNAME:empty|]|",
        "[METHOD:PUBLISH|BEGIN:VTIMEZONE|TZID:a|END:VTIMEZONE|]"
      })
  void an_empty_calendar_has_no_objects_and_no_problem(String text) {
    ObjectSplitter.Result result = ObjectSplitter.split(file(text));
    assertThat(result.objects()).isEmpty();
    assertThat(result.problems()).isEmpty();
    assertThat(result.isCalendar()).isTrue();
  }

  @Test
  void a_file_in_latin_1_keeps_its_time_zone_and_all_of_it_is_utf_8() {
    String zone = "BEGIN:VTIMEZONE|TZID:Mitteleurop\u00e4isch|END:VTIMEZONE|";
    String event = "<UID:%d|DTSTART;TZID=\"Mitteleurop\u00e4isch\":20260301T100000|>";
    String text = "[X-WR-CALNAME:B\u00fcro|" + zone + event.formatted(1) + event.formatted(2) + "]";
    ObjectSplitter.Result result =
        ObjectSplitter.split(plain(text, "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(result.calendar().name()).isEqualTo("B\u00fcro");
    assertThat(result.notes()).containsExactly("is not UTF-8: read as windows-1252");
    assertThat(result.objects())
        .extracting(object -> new String(object.bytes(), StandardCharsets.UTF_8))
        .containsExactly(
            plain("[" + zone + event.formatted(1) + "]", "\r\n"),
            plain("[" + zone + event.formatted(2) + "]", "\r\n"));
  }

  @Test
  void uids_that_are_no_utf_8_are_told_apart() {
    byte[] file =
        plain("[<UID:Z\u00fcrich|><UID:Z\u00f6rich|>]", "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(ObjectSplitter.split(file).objects())
        .extracting(SplitObject::uid)
        .containsExactly("Z\u00fcrich", "Z\u00f6rich");
  }

  /** The objects' texts; each of them, split again, is itself. */
  private static List<String> texts(String text, String end) {
    return ObjectSplitter.split(plain(text, end).getBytes(StandardCharsets.UTF_8))
        .objects()
        .stream()
        .map(
            object -> {
              byte[] bytes = object.bytes();
              assertThat(ObjectSplitter.split(bytes).objects().get(0).bytes()).isSameAs(bytes);
              assertThat(new Uid().of(bytes)).isEqualTo(object.uid());
              return new String(bytes, StandardCharsets.UTF_8);
            })
        .toList();
  }

  private static byte[] file(String text) {
    return bytes(plain(text, "\r\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String plain(String text, String end) {
    return text.replace("[", "BEGIN:VCALENDAR|")
        .replace("]", "END:VCALENDAR|")
        .replaceAll("<(?!/?(html|pre|hr))", "BEGIN:VEVENT|")
        .replaceAll("(?<!html|pre|hr)>", "END:VEVENT|")
        .replace("|", end);
  }
}
