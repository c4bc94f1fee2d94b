package caldavbackup.ical;

import static caldavbackup.ical.Comparison.Verdict.DIFFERENT;
import static caldavbackup.ical.Comparison.Verdict.EQUAL;
import static caldavbackup.ical.Comparison.Verdict.SAME_MEANING;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a comparison shows to people, and what it costs. */
class ComparisonLinesTest {
  private static final String OVERRIDE = "UID:abc\nRECURRENCE-ID:20260102T100000Z\n";

  @Test
  void a_changed_line_stands_above_what_it_became_and_both_name_their_component() {
    assertThat(lines(event(OVERRIDE + "SUMMARY:one"), event(OVERRIDE + "SUMMARY:two")))
        .containsExactly(
            "- VEVENT abc 20260102T100000Z: SUMMARY:one",
            "+ VEVENT abc 20260102T100000Z: SUMMARY:two");
  }

  @Test
  void each_component_is_compared_with_its_own_other_self() {
    String one = "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260102\nX-A:%s\nEND:VEVENT\n";
    String other = one.replace("0102", "0103");
    assertThat(lines(one.formatted(1) + other.formatted(2), other.formatted(3) + one.formatted(4)))
        .containsExactly(
            "- VEVENT a 20260102: X-A:1",
            "+ VEVENT a 20260102: X-A:4",
            "- VEVENT a 20260103: X-A:2",
            "+ VEVENT a 20260103: X-A:3");
  }

  @Test
  void lines_stand_as_they_are_in_the_text_and_in_its_order() {
    assertThat(
            lines(
                event("UID:a\nLOCATION:here\nDTSTART;VALUE=DATE-TIME:20260102T100000Z\nX-A:x"),
                event("UID:a\nX-B:y\nDTSTART:20260102T110000Z")))
        .containsExactly(
            "- VEVENT a: LOCATION:here",
            "- VEVENT a: DTSTART;VALUE=DATE-TIME:20260102T100000Z",
            "+ VEVENT a: DTSTART:20260102T110000Z",
            "- VEVENT a: X-A:x",
            "+ VEVENT a: X-B:y");
  }

  @Test
  void a_list_that_lost_something_is_shown_once() {
    assertThat(lines(event("UID:a\nCATEGORIES:x,y,z"), event("UID:a\nCATEGORIES:z")))
        .containsExactly("- VEVENT a: CATEGORIES:x,y,z");
  }

  @Test
  void a_component_that_is_lost_or_came_is_one_line() {
    String alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM\n";
    assertThat(lines(event("UID:a\n" + alarm), event("UID:a")))
        .containsExactly("- VEVENT a VALARM: ACTION:DISPLAY TRIGGER:-PT5M");
    assertThat(lines(event("UID:a\n" + alarm), event("UID:a\n" + alarm.replace("-PT5M", "-PT6M"))))
        .containsExactly("- VEVENT a VALARM: TRIGGER:-PT5M", "+ VEVENT a VALARM: TRIGGER:-PT6M");
    assertThat(lines(event("UID:a\nSUMMARY:x"), event("UID:b\nSUMMARY:x")))
        .containsExactly("- VEVENT a: UID:a SUMMARY:x", "+ VEVENT b: UID:b SUMMARY:x");
    assertThat(lines("BEGIN:VCALENDAR\nX-WR-CALNAME:x\nEND:VCALENDAR", ""))
        .containsExactly("- VCALENDAR: X-WR-CALNAME:x");
    assertThat(lines("X-A:loose", "")).containsExactly("- X-A:loose");
    assertThat(lines(event("UID:a"), event("UID:a").replace("END:VEVENT\n", "")))
        .containsExactly("+ VEVENT a: END:missing");
  }

  @Test
  void no_more_than_ten_lines_are_shown() {
    String many = "X-A:x\n".repeat(12);
    assertThat(lines(event(many), event("X-A:y\n".repeat(12))))
        .hasSize(10)
        .startsWith("- VEVENT: X-A:x", "+ VEVENT: X-A:y")
        .endsWith("… and 15 more");
    assertThat(lines(event("X-A:x\n".repeat(10)), event(""))).hasSize(10).doesNotContain("…");
  }

  @Test
  void a_long_line_is_shown_from_where_it_differs() {
    String text = "SUMMARY:" + "so it goes ".repeat(30);
    assertThat(lines(event("UID:a\n" + text + "one"), event("UID:a\n" + text + "two")))
        .containsExactly(
            "- VEVENT a: SUMMARY:…oes so it goes one", "+ VEVENT a: SUMMARY:…oes so it goes two");
    assertThat(lines(event("SUMMARY:x" + "y".repeat(300)), event("SUMMARY:z" + "y".repeat(300))))
        .containsExactly(
            "- VEVENT: SUMMARY:x" + "y".repeat(100) + "…",
            "+ VEVENT: SUMMARY:z" + "y".repeat(100) + "…");
  }

  @Test
  void of_a_long_line_only_the_parameters_that_differ_are_shown() {
    assertThat(
            lines(
                event(
                    "ATTENDEE;CN=\"Someone\";DIR=\"ldap://example.com/"
                        + "x".repeat(99)
                        + "\":mailto:a@b.c"),
                event(
                    "ATTENDEE;DIR=\"ldap://example.com/"
                        + "x".repeat(99)
                        + "\";CN=Someone;ROLE=CHAIR:mailto:a@b.c")))
        .containsExactly(
            "- VEVENT: ATTENDEE:mailto:a@b.c", "+ VEVENT: ATTENDEE;ROLE=CHAIR:mailto:a@b.c");
  }

  @Test
  void what_a_terminal_would_not_show_is_made_visible() {
    assertThat(
            lines(
                event("UID:\u202Ea\nX-A:\u001B[2J\u0007\u0085\u2028\t"),
                event("UID:\u202Ea\nX-A:👩\u200D")))
        .containsExactly(
            "- VEVENT \\u202ea: X-A:␛[2J␇\\u85\\u2028␉", "+ VEVENT \\u202ea: X-A:👩\\u200d");
  }

  @Test
  void no_line_is_longer_than_a_terminal_nor_cut_within_a_character() {
    for (int blanks = 0; blanks < 4; blanks++) {
      String name = "X".repeat(blanks) + "👩".repeat(200);
      String object = event("UID:" + name + "\nRECURRENCE-ID:" + name + "\nX-A:" + name);
      assertThat(lines(object, object.replace("X-A:", "X-A:y")))
          .hasSize(2)
          .allSatisfy(
              line -> {
                assertThat(line).hasSizeBetween(100, 120).endsWith("…");
                assertThat(line.codePoints()).noneMatch(c -> c >= 0xD800 && c < 0xE000);
              });
    }
  }

  @Test
  void equal_bytes_cost_nothing() {
    byte[] large = large(60, "A");
    byte[] same = large.clone();
    assertThat(allocated(EQUAL, () -> Comparison.of(large, same))).isLessThan(100_000);
  }

  @Test
  void a_large_attachment_costs_little_memory_however_it_is_folded() {
    byte[] folded = large(60, "A");
    byte[] unfolded = large(20 << 20, "A");
    byte[] other = large(74, "B");
    assertThat(folded.length).isGreaterThan(20 << 20);
    long most = 8 << 20;
    assertThat(allocated(SAME_MEANING, () -> Comparison.of(folded, unfolded))).isLessThan(most);
    assertThat(allocated(DIFFERENT, () -> Comparison.of(unfolded, other))).isLessThan(most);
  }

  @Test
  void of_long_lines_only_a_digest_is_kept() {
    String texts =
        ("DESCRIPTION;X-P=" + "p".repeat(500) + ":" + "x".repeat(50_000) + "\n").repeat(3);
    String names = ("X".repeat(1_000) + ":x\n").repeat(3);
    assertThat(ComparedComponent.of(event(texts + names).getBytes(StandardCharsets.UTF_8)).whole())
        .hasSize(6)
        .allMatch(said -> said.line().asItStands().length() < 200);
  }

  /** How many bytes a comparison with this result takes in all, those that are free again too. */
  private static long allocated(Comparison.Verdict verdict, Supplier<Comparison> comparison) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(comparison.get().verdict()).isEqualTo(verdict); // classes are loaded now
    long before = thread.getCurrentThreadAllocatedBytes();
    comparison.get();
    return thread.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] large(int fold, String last) {
    StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n");
    text.append(
        fold == 60
            ? "ATTACH;ENCODING=BASE64;VALUE=BINARY:\n "
            : "ATTACH;VALUE=\"BINARY\";FMTTYPE=;ENCODING=base64:\n ".replace("FMTTYPE=;", ""));
    for (int at = 0; at < 20 << 20; at += fold) {
      text.append("QUJD".repeat(Math.min(fold, (20 << 20) - at) / 4)).append("\n ");
    }
    text.append(last).append("\nEND:VEVENT\nEND:VCALENDAR\n");
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void many_components_in_any_order_are_compared() {
    List<String> events =
        new ArrayList<>(
            IntStream.range(0, 20_000)
                .mapToObj(i -> "BEGIN:VEVENT\nUID:a\nX-A:" + i / 2 + "\nEND:VEVENT\n")
                .toList());
    String written = String.join("", events);
    Collections.shuffle(events, new Random(1));
    String read = String.join("", events);
    assertThat(of(written, read).verdict()).isEqualTo(SAME_MEANING);
    assertThat(lines(written, read + "BEGIN:VEVENT\nUID:a\nX-A:7\nEND:VEVENT\n"))
        .containsExactly("+ VEVENT a: UID:a X-A:7");
  }

  @Test
  void what_has_no_end_of_components_is_compared() {
    String deep = "BEGIN:X\n".repeat(100_000);
    assertThat(of(deep, deep + "X-A:x").verdict()).isEqualTo(DIFFERENT);
    assertThat(of(deep, deep + "\n").verdict()).isEqualTo(SAME_MEANING);
    assertThat(of("/".repeat(300_000), "/").verdict()).isEqualTo(DIFFERENT);
    assertThat(of("RDATE:" + "/".repeat(200_000), "RDATE:/").verdict()).isEqualTo(DIFFERENT);
    assertThat(of("GEO:1E999999999", "GEO:1").verdict()).isEqualTo(DIFFERENT);
  }

  private static String event(String lines) {
    return "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + lines + "\nEND:VEVENT\nEND:VCALENDAR\n";
  }

  private static List<String> lines(String written, String read) {
    Comparison comparison = of(written, read);
    assertThat(comparison.verdict()).isEqualTo(DIFFERENT);
    return comparison.lines();
  }

  private static Comparison of(String written, String read) {
    return Comparison.of(
        written.getBytes(StandardCharsets.UTF_8), read.getBytes(StandardCharsets.UTF_8));
  }
}
