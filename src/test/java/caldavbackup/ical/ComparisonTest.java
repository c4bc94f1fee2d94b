package caldavbackup.ical;

import static caldavbackup.ical.Comparison.Verdict.DIFFERENT;
import static caldavbackup.ical.Comparison.Verdict.EQUAL;
import static caldavbackup.ical.Comparison.Verdict.SAME_MEANING;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import caldavbackup.ical.Comparison.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@code comparison.txt}, one by one and together, and what holds for any text. */
class ComparisonTest {
  /** One rule: an event's lines, or a whole object. */
  record Row(char relation, String written, String read) {
    static Row of(String line) {
      String[] texts = line.substring(2).split(" \\| ", 2);
      return new Row(line.charAt(0), texts[0], texts[1]);
    }

    boolean isWhole() {
      return written.contains("BEGIN:VCALENDAR");
    }

    /** Whether it says the same beside any other lines, too. */
    boolean standsAlone() {
      return !isWhole() && !(written + read).matches(".*(DTSTART|DURATION|UID):.*");
    }

    Verdict there() {
      return relation == '!' ? DIFFERENT : SAME_MEANING;
    }

    Verdict back() {
      return relation == '=' ? SAME_MEANING : DIFFERENT;
    }
  }

  static List<Row> rows() throws IOException {
    try (InputStream file = ComparisonTest.class.getResourceAsStream("comparison.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.matches("[=>!] .*"))
          .map(Row::of)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void the_rule_holds_both_ways_round(Row row) {
    byte[] written = row.isWhole() ? bytes(row.written) : event(row.written);
    byte[] read = row.isWhole() ? bytes(row.read) : event(row.read);
    assertThat(Comparison.of(written, read).verdict()).isEqualTo(row.there());
    assertThat(Comparison.of(read, written).verdict()).isEqualTo(row.back());
    assertThat(Comparison.of(written, written.clone()).verdict()).isEqualTo(EQUAL);
    assertThat(Comparison.of(read, read.clone()).verdict()).isEqualTo(EQUAL);
  }

  @Test
  void rules_hold_together_and_one_difference_among_them_is_found() throws IOException {
    List<Row> alone = rows().stream().filter(Row::standsAlone).toList();
    List<Row> same = alone.stream().filter(row -> row.there() == SAME_MEANING).toList();
    List<Row> different = alone.stream().filter(row -> row.there() == DIFFERENT).toList();
    Seeded.times(
        500,
        random -> {
          List<String> written = new ArrayList<>();
          List<String> read = new ArrayList<>();
          for (int i = random.nextInt(8); i >= 0; i--) {
            Row row = same.get(random.nextInt(same.size()));
            written.add(row.written);
            read.add(row.read);
          }
          assertThat(compare(written, read)).isEqualTo(SAME_MEANING);
          Row row = different.get(random.nextInt(different.size()));
          int place = random.nextInt(written.size() + 1);
          written.add(place, row.written);
          read.add(place, row.read);
          assertThat(compare(written, read)).as("with %s", row).isEqualTo(DIFFERENT);
          assertThat(compare(read, written)).as("with %s", row).isEqualTo(DIFFERENT);
        });
  }

  private static Verdict compare(List<String> written, List<String> read) {
    return Comparison.of(event(String.join("¶", written)), event(String.join("¶", read))).verdict();
  }

  @Test
  void order_and_folding_say_nothing() {
    Seeded.times(
        500,
        random -> {
          byte[] sample = folded(random, sample().text(null));
          byte[] shuffled = folded(random, sample().text(random));
          assertThat(Comparison.of(sample, shuffled).verdict()).isIn(EQUAL, SAME_MEANING);
          assertThat(Comparison.of(sample, shuffled).lines()).isEmpty();
        });
  }

  @Test
  void one_other_character_in_any_value_is_a_difference() {
    List<String> lines = sample().text(null);
    Seeded.times(
        3_000,
        random -> {
          int at = random.nextInt(lines.size());
          String line = lines.get(at);
          int value = line.indexOf(':') + 1;
          int changed = value + random.nextInt(line.length() - value);
          char other = "abcxyz0123456789".charAt(random.nextInt(16));
          // an END written wrong may be put right
          if (Character.toLowerCase(line.charAt(changed)) != other && !line.startsWith("END:")) {
            List<String> all = new ArrayList<>(lines);
            all.set(at, line.substring(0, changed) + other + line.substring(changed + 1));
            assertDifferent(random, lines, all);
          }
        });
  }

  @Test
  void a_line_or_component_less_is_a_difference() {
    List<String> lines = sample().text(null);
    for (int at = 0; at < lines.size(); at++) {
      int end = at + 1;
      if (lines.get(at).startsWith("BEGIN:")) {
        String closes = lines.get(at).replace("BEGIN", "END");
        end += lines.subList(at, lines.size()).indexOf(closes);
      }
      List<String> less = new ArrayList<>(lines);
      less.subList(at, end).clear();
      if (!lines.get(at).startsWith("END:")) {
        assertDifferent(new Random(at), lines, less);
      }
    }
  }

  private static void assertDifferent(Random random, List<String> lines, List<String> others) {
    byte[] one = folded(random, lines);
    byte[] other = folded(random, others);
    assertThat(Comparison.of(one, other).verdict()).isEqualTo(DIFFERENT);
    assertThat(Comparison.of(other, one).verdict()).isEqualTo(DIFFERENT);
  }

  @Test
  void any_bytes_are_compared_and_what_is_shown_fits_a_terminal() throws IOException {
    List<Row> rows = rows();
    Seeded.times(
        3_000,
        random -> {
          Row row = rows.get(random.nextInt(rows.size()));
          byte[] one = broken(random, event(row.written));
          byte[] other = broken(random, random.nextBoolean() ? one : event(row.read));
          Comparison there = Comparison.of(one, other);
          assertThat(there.verdict() == EQUAL).isEqualTo(Arrays.equals(one, other));
          assertThat(there.lines().isEmpty()).isEqualTo(there.verdict() != DIFFERENT);
          assertThat(there.lines()).hasSizeLessThanOrEqualTo(10);
          assertThat(there.lines())
              .allMatch(line -> line.length() <= 120 && line.chars().noneMatch(c -> c < ' '));
        });
  }

  private static byte[] broken(Random random, byte[] bytes) {
    byte[] broken = Arrays.copyOf(bytes, bytes.length + random.nextInt(3));
    String pieces = ":;,=\"\\\r\n\t \0\u00ff\u0080BEGIN";
    for (int i = random.nextInt(4); i > 0; i--) {
      broken[random.nextInt(broken.length)] = (byte) pieces.charAt(random.nextInt(pieces.length()));
    }
    return broken;
  }

  /** A component whose lines all say something, and which stands for itself. */
  private record Sample(String type, List<String> lines, List<Sample> children) {
    List<String> text(Random shuffle) {
      List<List<String>> blocks = new ArrayList<>();
      lines.forEach(line -> blocks.add(List.of(line)));
      children.forEach(child -> blocks.add(child.text(shuffle)));
      if (shuffle != null) {
        Collections.shuffle(blocks, shuffle);
      }
      List<String> text = new ArrayList<>();
      text.add("BEGIN:" + type);
      blocks.forEach(text::addAll);
      text.add("END:" + type);
      return text;
    }
  }

  private static Sample sample() {
    List<String> meeting =
        List.of(
            "UID:a@b",
            "DTSTART;TZID=Europe/Zurich:20260102T100000",
            "DTEND;TZID=Europe/Zurich:20260102T113000",
            "SUMMARY:Zoë\\, Jo \\; 日本 👩‍👩‍👧‍👦",
            "DESCRIPTION;ALTREP=\"cid:x;y\":" + "long \\n ".repeat(60) + ".",
            "CATEGORIES:one,two\\,three",
            "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=-2FR;COUNT=17",
            "EXDATE;TZID=Europe/Zurich:20260703T100000,20261002T100000",
            "ORGANIZER;CN=\"Doe, Jo\":mailto:jo@elsewhere.example",
            "ATTENDEE;PARTSTAT=ACCEPTED;X-P=\"a:b\":mailto:zoe@elsewhere.example",
            "ATTENDEE;ROLE=CHAIR;RSVP=TRUE:mailto:al@elsewhere.example",
            "GEO:47.3711;8.5412",
            "STATUS:TENTATIVE",
            "CLASS:PRIVATE",
            "X-UNKNOWN;X-P=q:unknown\\, but mine",
            "ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY:iVBORw0KGgoAAAANSUhEUgAA");
    Sample alarm =
        new Sample(
            "VALARM", List.of("ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:x"), List.of());
    Sample other = new Sample("VALARM", List.of("ACTION:AUDIO", "TRIGGER:-P1D"), List.of());
    Sample moved =
        new Sample(
            "VEVENT",
            List.of(
                "UID:a@b",
                "RECURRENCE-ID:20260403T080000Z",
                "DTSTART:20260404T080000Z",
                "DURATION:PT90M"),
            List.of(alarm));
    return new Sample(
        "VCALENDAR",
        List.of("X-WR-CALNAME:work"),
        List.of(moved, new Sample("VEVENT", meeting, List.of(alarm, other))));
  }

  private static byte[] folded(Random random, List<String> lines) {
    String end = random.nextBoolean() ? "\r\n" : "\n";
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String line : lines) {
      int room = 5 + random.nextInt(100);
      for (byte b : line.getBytes(StandardCharsets.UTF_8)) {
        if (room-- == 0) {
          text.writeBytes(
              (end + (random.nextBoolean() ? " " : "\t")).getBytes(StandardCharsets.US_ASCII));
          room = 5 + random.nextInt(100);
        }
        text.write(b);
      }
      text.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
    }
    return text.toByteArray();
  }

  private static byte[] event(String lines) {
    return bytes("BEGIN:VCALENDAR¶BEGIN:VEVENT¶" + lines + "¶END:VEVENT¶END:VCALENDAR¶");
  }

  private static byte[] bytes(String row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    row.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '¶' -> bytes.writeBytes(new byte[] {'\r', '\n'});
                case '·' -> bytes.write(' ');
                case 'ÿ' -> bytes.write(0xFF);
                case '␡' -> bytes.write(0x7F);
                default -> {
                  boolean picture = c >= 0x2400 && c < 0x2420;
                  String text = Character.toString(picture ? c - 0x2400 : c);
                  bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                }
              }
            });
    return bytes.toByteArray();
  }
}
