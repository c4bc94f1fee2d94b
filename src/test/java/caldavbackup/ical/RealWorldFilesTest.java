package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** All {@code .ics} files below the folder that the environment names in CALDAV_REAL_WORLD. */
class RealWorldFilesTest {
  private static final String FOLDER = System.getenv("CALDAV_REAL_WORLD");
  private static final Pattern COMPONENT =
      Pattern.compile("(?msi)^BEGIN:(VEVENT|VTODO|VJOURNAL)[ \t]*\r?\n(.*?)^END:\\1[ \t]*\r?$");

  @Test
  void all_components_are_in_the_objects_or_it_is_said_why_not() throws IOException {
    Assumptions.assumeTrue(
        FOLDER != null && !FOLDER.isBlank(), "CALDAV_REAL_WORLD names no folder");
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(FOLDER))) {
      files = all.filter(file -> file.toString().endsWith(".ics")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    for (Path path : files) {
      byte[] file = Files.readAllBytes(path);
      ObjectSplitter.Result result = ObjectSplitter.split(file);
      ObjectSplitterPropertyTest.assertSound(file, result);
      if (result.problems().isEmpty()) {
        StringBuilder objects = new StringBuilder();
        result.objects().forEach(object -> objects.append(text(object.bytes())));
        Matcher component = COMPONENT.matcher(text(FileText.of(file).bytes()));
        while (component.find()) { // without its first line, behind which there may be a UID now
          String lines = component.group(2).replaceFirst("(?mi)^UID:\\s*$", "");
          assertThat(objects).as(path.toString()).contains(lines);
        }
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
