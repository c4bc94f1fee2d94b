package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From one account into a folder, and from the folder into another account, by the launcher: what a
 * client without any of our code sees must be the same on both sides.
 */
abstract class RoundTrip {
  /** Names that a URL, an XML file or a file system may stumble over; the server took them all. */
  static final List<String> ODD_NAMES =
      List.of(
          "plain.ics",
          "with space.ics",
          "trailing space.ics ",
          "trailing dot.ics.",
          "emoji 🎉.ics",
          "n".repeat(246) + ".ics",
          "ü".repeat(120) + ".ics",
          "ñ composed.ics",
          "n\u0303 decomposed.ics",
          "Case.ics",
          "case.ics",
          "CASE.ICS",
          "a@b.ics",
          "a+b.ics",
          "no extension",
          "other.txt",
          "displayname",
          "50%.ics",
          "%41.ics",
          "x%.ics",
          "slash%2Finside.ics",
          "hash#.ics",
          "semi;colon.ics",
          "<tag>&amp;.ics",
          "pipe|.ics",
          "con.ics",
          "[bracket]{brace}.ics",
          "$(shell).ics");

  static final List<String> ODD_CALENDARS =
      List.of(
          "Wünsche 🎁",
          "with space",
          "a@b",
          "plus+sign",
          "Upper",
          "upper",
          "100%",
          "50%25",
          "amp&lt<",
          "looks-like-an-object.ics",
          "con",
          "c".repeat(200));

  @TempDir Path temp;

  /** One account, as it is seen by others and as it is given to the launcher. */
  record Side(DavClient client, String home, String location, List<String> options) {
    /** Runs {@code caldav backup} of this account into a folder. */
    PluginProcess.Run backup(Path folder) throws Exception {
      return run(List.of("backup", location, folder.toString()));
    }

    /** Runs {@code caldav restore} of a folder into this account. */
    PluginProcess.Run restore(Path folder, String... more) throws Exception {
      List<String> words = new ArrayList<>(List.of("restore", folder.toString(), location));
      words.addAll(List.of(more));
      return run(words);
    }

    private PluginProcess.Run run(List<String> words) throws Exception {
      List<String> all = new ArrayList<>(words);
      all.addAll(options);
      return PluginProcess.run(all, Map.of());
    }

    String path(String calendar) {
      return home + DavClient.segment(calendar) + "/";
    }

    Map<String, String> objects(String calendar) {
      return client.objects(path(calendar));
    }
  }

  /** The account that is backed up; what is in it stays from test to test. */
  abstract Side from();

  /** The account that is restored into. */
  abstract Side to();

  /** Names of objects that this server takes beside those that all do. */
  abstract List<String> moreNames();

  @Test
  void objects_of_odd_names_come_back_under_these_names_with_these_bytes() throws Exception {
    List<String> names = Stream.concat(ODD_NAMES.stream(), moreNames().stream()).toList();
    for (String name : names) {
      from().client().put(from().home(), "names", name, Ics.event("uid of " + name, "odd"));
    }
    Map<String, String> truth = from().objects("names");
    assertThat(truth).containsOnlyKeys(names);

    Path folder = backedUp();
    assertThat(contents(folder.resolve("names"), ".ics"))
        .as("bytes of the files")
        .containsExactlyInAnyOrderElementsOf(truth.values());
    assertThat(folder.resolve("names"))
        .isDirectoryContaining("glob:**/plain.ics")
        .isDirectoryContaining("glob:**/no extension%.ics")
        .isDirectoryContaining("glob:**/50%25.ics")
        .isDirectoryContaining("glob:**/%63on.ics")
        .isDirectoryContaining("glob:**/trailing space.ics%20%.ics");

    restored(folder);
    assertThat(to().objects("names")).isEqualTo(truth);
  }

  @Test
  void calendars_of_odd_names_come_back_under_these_names() throws Exception {
    for (String calendar : ODD_CALENDARS) {
      from()
          .client()
          .put(from().home(), calendar, "o.ics", Ics.event("o", "in " + calendar.length()));
    }
    restored(backedUp());
    for (String calendar : ODD_CALENDARS) {
      assertThat(to().objects(calendar)).as(calendar).isEqualTo(from().objects(calendar));
      assertThat(to().objects(calendar)).as(calendar).hasSize(1);
    }
  }

  @Test
  void every_kind_of_object_comes_back_with_its_bytes() throws Exception {
    DavClient client = from().client();
    client.put(from().home(), "kinds", "event.ics", Ics.event("event", "Äöü ✓ \\, \\; \\n <&>\""));
    client.put(from().home(), "kinds", "todo.ics", Ics.object("VTODO", "todo", "SUMMARY:do"));
    client.put(from().home(), "kinds", "note.ics", Ics.object("VJOURNAL", "note", "SUMMARY:note"));
    client.put(from().home(), "kinds", "series.ics", Ics.series("series"));
    client.put(
        from().home(),
        "kinds",
        "large.ics",
        Ics.object("VEVENT", "large", "DTSTART:20260102T100000Z", Ics.folded(1 << 20)));
    Map<String, String> truth = from().objects("kinds");
    assertThat(truth).hasSize(5);

    Path folder = backedUp();
    truth.forEach(
        (name, bytes) ->
            assertThat(content(folder.resolve("kinds").resolve(name)).equals(bytes))
                .as(name)
                .isTrue());
    restored(folder);
    assertThat(to().objects("kinds")).isEqualTo(truth);
  }

  @Test
  void a_calendar_comes_back_with_what_its_owner_gave_it() throws Exception {
    String path = from().path("dressed");
    from()
        .client()
        .makeCalendar(
            path,
            "<d:displayname>Büro &amp; &lt;Heim&gt; 🎉</d:displayname>"
                + "<c:calendar-description>zwei\nZeilen</c:calendar-description>"
                + "<a:calendar-color>#11AA33FF</a:calendar-color>"
                + "<a:calendar-order>7</a:calendar-order>"
                + "<c:calendar-timezone>"
                + Ics.ZURICH
                + "</c:calendar-timezone>"
                + "<c:supported-calendar-component-set><c:comp name='VTODO'/></c:supported-calendar-component-set>");
    restored(backedUp());
    for (String property :
        List.of(
            "d:displayname",
            "c:calendar-description",
            "a:calendar-color",
            "a:calendar-order",
            "c:calendar-timezone")) {
      String wanted = from().client().property(path, property);
      assertThat(wanted).as(property).isNotBlank();
      assertThat(to().client().property(to().path("dressed"), property))
          .as(property)
          .isEqualTo(wanted);
    }
    assertThat(components(to(), "dressed")).isEqualTo(components(from(), "dressed"));
    assertThat(components(to(), "dressed")).contains("VTODO").doesNotContain("VEVENT");
  }

  @Test
  void a_backup_of_the_restored_account_equals_the_first() throws Exception {
    from().client().makeCalendar(from().path("again"), "<d:displayname>Again</d:displayname>");
    for (int i = 0; i < 120; i++) {
      from().client().put(from().home(), "again", i + ".ics", Ics.event("again" + i, "no. " + i));
    }
    Path first = backedUp();
    restored(first);
    Path second = temp.resolve("second");
    assertThat(to().backup(second).exit()).isZero();
    assertThat(files(second.resolve("again"), to()))
        .isEqualTo(files(first.resolve("again"), from()));
    assertThat(files(first.resolve("again"), from())).hasSize(120 + 2);
  }

  @Test
  void a_restore_over_what_is_there_changes_nothing_and_is_no_error() throws Exception {
    from().client().put(from().home(), "twice", "a.ics", Ics.event("twice", "zweimal"));
    Path folder = backedUp();
    restored(folder);
    Map<String, String> before = to().objects("twice");
    restored(folder);
    assertThat(to().objects("twice")).isEqualTo(before).hasSize(1);
  }

  private Path backedUp() throws Exception {
    Path folder = temp.resolve("folder");
    PluginProcess.Run run = from().backup(folder);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    return folder;
  }

  private void restored(Path folder) throws Exception {
    PluginProcess.Run run = to().restore(folder);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  private static String components(Side side, String calendar) {
    return side.client()
        .propfind(side.path(calendar), "0", "<c:supported-calendar-component-set/>")
        .lines()
        .flatMap(line -> Stream.of(line.split("[^A-Z]+")))
        .filter(word -> word.matches("V[A-Z]{4,}"))
        .collect(Collectors.joining(","));
  }

  /** Name and content of every file, with the account's home taken out of the identity. */
  private static Map<String, String> files(Path directory, Side side) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(directory)) {
      list.forEach(
          file ->
              files.put(
                  file.getFileName().toString(),
                  content(file).replace("\"" + side.home(), "\"HOME/")));
    }
    return files;
  }

  private static List<String> contents(Path directory, String ending) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.filter(file -> file.toString().endsWith(ending)).map(RoundTrip::content).toList();
    }
  }

  /** A file's bytes in the form in which {@link DavClient} gives an object's. */
  static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
