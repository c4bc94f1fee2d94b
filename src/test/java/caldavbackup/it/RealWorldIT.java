package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that nobody wrote for these tests, through every server: all {@code .ics} files below the
 * folder that the environment names in {@code CALDAV_REAL_WORLD}.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("caldavbackup.it.Server#chosen")
class RealWorldIT extends ServerContract {
  private static final String FOLDER = System.getenv("CALDAV_REAL_WORLD");

  /** Where a UID is there already, the next calendar may still take it. */
  private static final List<String> CALENDARS = List.of("first", "second", "third");

  /** One line for each cause, with all files that met it. */
  private static final Pattern COMPLAINT =
      Pattern.compile("(?m)^(?:KO )?(/" + CALENDARS.get(0) + "/.+?\\.ics): (.*)$");

  /** More failures than a screen shows. */
  private static final Pattern ALL_IN =
      Pattern.compile("\\d+ of \\d+ .*\\. (\\S+\\.txt) lists them");

  /**
   * A status with what else the server said, that it hung up, what it changed, or whom it would
   * mail.
   */
  private static final Pattern REASON =
      Pattern.compile(
          "\\(\\d{3} |connection broke|stored it differently: |^not written: .* would send mail ");

  @BeforeAll
  static void requireTheFolder() {
    if (FOLDER == null || FOLDER.isBlank()) {
      System.out.println("left out: files of the real world; CALDAV_REAL_WORLD names no folder");
      Assumptions.abort("CALDAV_REAL_WORLD names no folder");
    }
  }

  @Test
  void whatever_the_server_takes_comes_back() throws Exception {
    Observations seen = new Observations(kind + " real world");
    for (String calendar : CALENDARS) {
      makeCalendar(alice, calendar);
    }
    for (Path file : files()) {
      String name = nameOf(file);
      String refusal = null;
      for (String calendar : CALENDARS) {
        refusal = put(seen, calendar, name, Files.readAllBytes(file));
        if (refusal == null) {
          break;
        }
      }
      if (refusal != null) {
        seen.refused(name, refusal);
      }
    }
    try {
      assertThat(seen.taken()).isGreaterThan(0);
      assertRoundTrip(seen, CALENDARS);
    } finally {
      seen.publish();
    }
  }

  @Test
  void what_the_server_refuses_is_named_by_the_restore_and_the_rest_is_there() throws Exception {
    Path folder = temp.resolve("all");
    Path calendar = Files.createDirectories(folder.resolve(CALENDARS.get(0)));
    Files.writeString( // as a backup has it: each file is one object, whatever it holds
        calendar.resolve(".calendar.json"), "{\"format\":1,\"href\":\"/first/\"}");
    List<String> names = new ArrayList<>();
    for (Path file : files()) {
      names.add(nameOf(file));
      Files.copy(file, calendar.resolve(nameOf(file)));
    }
    PluginProcess.Run restore = bob.restore(folder, restoreOption());

    Map<String, String> complaints = complaints(restore.err());
    assertThat(complaints.values()).allMatch(words -> REASON.matcher(words).find());
    List<String> there = new ArrayList<>(); // some servers take each type in its own calendar
    bob.client().calendars(bob.home()).forEach(path -> there.addAll(bob.client().names(path)));
    assertThat(names)
        .as("there, or named")
        .allMatch(
            name ->
                there.contains(name)
                    || complaints.containsKey(name)
                    || restore.out().contains("/" + name + ": not written: "))
        .containsAll(there);
    assertThat(restore.exit()).isEqualTo(complaints.isEmpty() ? 0 : 1);
  }

  private static Map<String, String> complaints(String err) throws IOException {
    Matcher rest = ALL_IN.matcher(err);
    String all = rest.find() ? err + Files.readString(Path.of(rest.group(1))) : err;
    Map<String, String> complaints = new TreeMap<>();
    for (Matcher line = COMPLAINT.matcher(all); line.find(); ) {
      for (String file : line.group(1).split(", (?=/)")) {
        complaints.put(file.substring(CALENDARS.get(0).length() + 2), line.group(2));
      }
    }
    return complaints;
  }

  /** These files have guests; what becomes of those is tested elsewhere. */
  @Override
  String restoreOption() {
    return "notify=true";
  }

  private static String nameOf(Path file) {
    return Path.of(FOLDER).relativize(file).toString().replace('/', '.');
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(FOLDER))) {
      return files.filter(file -> file.toString().endsWith(".ics")).sorted().toList();
    }
  }
}
