package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for any file, whole or broken. */
class ObjectSplitterPropertyTest {
  private static final Pattern MARK = Pattern.compile("(?m)^X-MARK:\\d+\r?\n");

  @Test
  void an_export_becomes_its_objects_byte_for_byte() {
    Seeded.times(
        3_000,
        random -> {
          RandomExport export = new RandomExport(random, false);
          byte[] file = export.bytes();
          ObjectSplitter.Result result = ObjectSplitter.split(file);
          assertThat(result.problems()).isEmpty();
          if (export.isOneObject()) {
            assertThat(result.objects().get(0).bytes()).isSameAs(file);
            return;
          }
          List<String> expected = new ArrayList<>();
          Iterator<SplitObject> objects = result.objects().iterator();
          for (Map.Entry<String, String> object : export.objects().entrySet()) {
            String uid = objects.hasNext() ? objects.next().uid() : "none";
            expected.add(
                object.getKey().startsWith("?")
                    ? object.getValue().replace("UID:" + object.getKey(), "UID:" + uid)
                    : object.getValue());
          }
          assertThat(texts(result)).containsExactlyElementsOf(expected);
        });
  }

  @Test
  void whatever_was_done_to_an_export_its_objects_are_sound_and_nothing_is_lost_in_silence() {
    Seeded.times(
        5_000,
        random -> {
          byte[] file = damaged(new RandomExport(random, true).bytes(), random);
          ObjectSplitter.Result result = ObjectSplitter.split(file);
          assertSound(file, result);
          if (saysNothing(result) && !result.objects().isEmpty()) {
            String all = String.join("", texts(result));
            Matcher mark = MARK.matcher(new String(file, StandardCharsets.UTF_8));
            while (mark.find()) {
              assertThat(all).contains(mark.group());
            }
          }
        });
  }

  @Test
  void any_text_has_a_result() {
    String words = "BEGIN:VCALENDAR\r\n";
    Seeded.times(
        5_000,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int n = random.nextInt(30); n > 0; n--) {
            text.append(
                switch (random.nextInt(8)) {
                  case 0 -> words;
                  case 1 -> "BEGIN:VEVENT\n";
                  case 2 -> "END:VEVENT\n";
                  case 3 -> "UID:" + random.nextInt(3) + "\r\n";
                  case 4 -> "END:VCALENDAR\n";
                  case 5 -> "BEGIN:VTIMEZONE\nTZID:a\nEND:VTIMEZONE\n";
                  case 6 -> "X;TZID=a:\n";
                  default -> Seeded.text(random, 10, "\r\n :;\"\\\0\uFEFFUIDBEGN");
                });
          }
          byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);
          assertSound(file, ObjectSplitter.split(file));
        });
  }

  private static boolean saysNothing(ObjectSplitter.Result result) {
    return result.problems().isEmpty() && result.notes().isEmpty();
  }

  /** Lines taken out, doubled, put elsewhere; bytes changed; the end cut off. */
  private static byte[] damaged(byte[] file, Random random) {
    List<String> lines =
        new ArrayList<>(List.of(new String(file, StandardCharsets.ISO_8859_1).split("(?<=\n)")));
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(5)) {
        case 0 -> lines.add(at, lines.get(at));
        case 1 -> Collections.swap(lines, at, random.nextInt(lines.size()));
        case 2 -> lines.set(at, "");
        case 3 ->
            lines.add(at, Seeded.text(random, 8, "\n\r \0:;X").replaceAll("[^\0-\u00ff]", ""));
        default -> lines.add("BEGIN:VEVENT\nUID:1\n");
      }
    }
    byte[] bytes = String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    for (int n = bytes.length == 0 ? 0 : random.nextInt(3); n > 0; n--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }

  static void assertSound(byte[] original, ObjectSplitter.Result result) {
    byte[] file = FileText.of(original).bytes();
    assertThat(result.objects()).extracting(SplitObject::uid).doesNotHaveDuplicates();
    for (SplitObject object : result.objects()) {
      byte[] bytes = object.bytes();
      List<SplitObject> again = ObjectSplitter.split(bytes).objects();
      assertThat(again).hasSize(1);
      assertThat(again.get(0).bytes()).isSameAs(bytes);
      assertThat(again.get(0).uid()).isEqualTo(object.uid());
      if (!object.isFile()) {
        assertThat(object.uid()).isNotBlank();
      }
      assertLinesOf(file, object);
    }
  }

  /**
   * All but what may have been added: a UID, an END; text around the edges of a calendar is cut.
   * Names of components are in any case (RFC 5545, section 2).
   */
  private static void assertLinesOf(byte[] file, SplitObject object) {
    List<String> edges = List.of("END:VCALENDAR", "BEGIN:VCALENDAR");
    assertThat(lines(object.bytes()))
        .filteredOn(line -> !line.equals("UID:" + object.uid()))
        .filteredOn(line -> !edges.contains(line.toUpperCase(Locale.ROOT)))
        .isSubsetOf(lines(file));
  }

  private static List<String> lines(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1)
        .replace("\u00ef\u00bb\u00bfBEGIN", "BEGIN")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static List<String> texts(ObjectSplitter.Result result) {
    return result.objects().stream()
        .map(object -> new String(object.bytes(), StandardCharsets.UTF_8))
        .toList();
  }
}
