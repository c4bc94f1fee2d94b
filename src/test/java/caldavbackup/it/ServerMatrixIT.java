package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The same demands of every server that runs on this machine. */
@ParameterizedClass(name = "{0}")
@MethodSource("caldavbackup.it.Server#chosen")
class ServerMatrixIT extends ServerContract {
  /** Names that a URL, an XML file or a file system may stumble over. */
  private static final List<String> ODD_NAMES =
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
          "$(shell).ics",
          "back\\slash.ics",
          ".leading dot.ics",
          "..two dots.ics",
          "...ics",
          "question?.ics",
          "star*.ics",
          "quote\".ics",
          "col:on.ics",
          "comma,.ics",
          ".calendar.json",
          "~");

  private static final List<String> ODD_CALENDARS =
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

  @Test
  void every_form_of_location_leads_to_its_calendars() throws Exception {
    for (String calendar : List.of("one", "two")) {
      alice.client().put(alice.home(), calendar, "o.ics", Ics.event("in " + calendar, "x"));
    }
    List<String> all = alice.client().calendars(alice.home()).stream().map(this::segment).toList();
    assertThat(all).contains("one", "two");

    List<String> locations = new ArrayList<>(server.entries());
    locations.add(server.principal("alice"));
    locations.add(server.home("alice"));
    for (String path : locations) {
      PluginProcess.Run run = backupFrom(path);
      assertThat(run.err()).as(path).isEmpty();
      assertThat(run.exit()).as(path).isZero();
      assertThat(Vdir.directories(folderOf(path)))
          .as(path)
          .containsExactlyInAnyOrderElementsOf(all);
    }
    assertThat(backupFrom(alice.path("two")).exit()).isZero();
    assertThat(Vdir.directories(folderOf(alice.path("two")))).containsExactly("two");
  }

  @Test
  void a_location_that_leads_nowhere_is_no_empty_account() throws Exception {
    alice.client().put(alice.home(), "one", "o.ics", Ics.event("in one", "x"));
    List<String> locations = new ArrayList<>(List.of("/", "/.well-known/caldav"));
    locations.removeAll(server.entries());
    locations.add(alice.home() + "nothing/");
    for (String path : locations) {
      PluginProcess.Run run = backupFrom(path);
      if (run.exit() == 0 && !path.contains("nothing")) { // found by another way all the same
        assertThat(Vdir.directories(folderOf(path))).as(path).contains("one");
      } else {
        assertThat(run.exit()).as(path + " " + run.out()).isEqualTo(1);
        assertThat(run.err()).as(path).startsWith("caldav: ").contains(path).hasLineCount(1);
      }
    }
  }

  private PluginProcess.Run backupFrom(String path) throws Exception {
    return alice.at("caldav+" + server.url() + path).backup(folderOf(path));
  }

  private Path folderOf(String path) {
    return temp.resolve("from" + path.replace('/', '_'));
  }

  private String segment(String href) {
    String path = href.endsWith("/") ? href.substring(0, href.length() - 1) : href;
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Test
  void every_kind_of_object_comes_back_with_its_bytes() throws Exception {
    Observations seen = new Observations(kind + " kinds");
    makeCalendar(alice, "kinds");
    OddObjects.all()
        .forEach(
            (name, bytes) -> {
              String refusal = put(seen, "kinds", name, bytes);
              if (refusal != null) {
                seen.refused(name, refusal);
              }
            });
    try {
      assertThat(seen.taken()).isGreaterThan(30);
      assertRoundTrip(seen, List.of("kinds"));
    } finally {
      seen.publish();
    }
  }

  @Test
  void objects_of_odd_names_come_back_under_these_names_with_these_bytes() throws Exception {
    Observations seen = new Observations(kind + " names");
    makeCalendar(alice, "names");
    List<String> taken = new ArrayList<>();
    for (String name : ODD_NAMES) {
      byte[] bytes = Ics.event("uid of " + ODD_NAMES.indexOf(name), "odd").getBytes();
      String refusal = alice.client().put(alice.pathOf("names/" + name), bytes);
      if (refusal != null) {
        seen.refused(name, refusal);
      } else if (!server.canServe(name)) {
        seen.note(name, "taken, but served under no name at all");
        alice.client().delete(alice.pathOf("names/" + name));
      } else {
        taken.add(name);
      }
    }
    Map<String, String> truth = alice.objects("names");
    taken.forEach(name -> seen.taken(name, truth.containsKey(name) ? "" : "under another name"));
    seen.publish();
    assertThat(truth).containsKeys("plain.ics", "with space.ics", "emoji 🎉.ics", "a+b.ics");

    Path folder = backedUp();
    assertThat(Vdir.contents(folder.resolve("names"), ".ics"))
        .as("bytes of the files")
        .containsExactlyInAnyOrderElementsOf(truth.values());
    restored(folder);
    assertSame(bob.objects("names"), truth, "after the restore");
  }

  @Test
  void calendars_of_odd_names_come_back_under_these_names() throws Exception {
    List<String> made = new ArrayList<>();
    for (String calendar : ODD_CALENDARS) {
      alice.client().request("MKCALENDAR", alice.path(calendar), null, Map.of());
      String object = alice.path(calendar) + "o.ics";
      String uid = "in calendar " + ODD_CALENDARS.indexOf(calendar);
      if (alice.client().put(object, Ics.event(uid, calendar).getBytes()) == null) {
        made.add(calendar);
      }
    }
    assertThat(made).contains("with space", "Upper", "upper").hasSizeGreaterThan(6);
    restored(backedUp());
    assertSame(objects(bob, made), objects(alice, made), "after the restore");
  }

  @Test
  void a_calendar_comes_back_with_what_its_owner_gave_it() throws Exception {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("d:displayname", "Büro &amp; &lt;Heim&gt; 🎉");
    given.put("c:calendar-description", "zwei\nZeilen");
    given.put("a:calendar-color", "#11AA33FF");
    given.put("a:calendar-order", "7");
    given.put("c:calendar-timezone", Ics.ZURICH);
    Observations seen = new Observations(kind + " properties");
    Map<String, String> kept = propertiesMade(alice, given, "VTODO");
    given.forEach(
        (name, value) -> {
          if (!lines(kept.get(name)).equals(lines(value))) {
            seen.note(name, kept.get(name).isEmpty() ? "not kept" : "kept as " + kept.get(name));
          }
        });
    assertThat(kept.get("d:displayname")).contains("Büro", "Heim");

    Map<String, String> expected = propertiesMade(bob, kept, "VTODO");
    bob.empty();
    restored(backedUp());
    seen.publish();
    assertThat(properties(bob, given.keySet())).isEqualTo(expected);
    assertThat(components(bob, "dressed")).isEqualTo(components(alice, "dressed"));
  }

  /** Without what XML itself may change. */
  private static String lines(String text) {
    return text.replace("\r", "").replace("&#13;", "").replace("&gt;", ">").strip();
  }

  /** What the server makes of a calendar that is given these properties. */
  private static Map<String, String> propertiesMade(
      Side side, Map<String, String> properties, String component) {
    StringBuilder xml = new StringBuilder();
    properties.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            xml.append("<%1$s>%2$s</%1$s>".formatted(name, value));
          }
        });
    xml.append("<c:supported-calendar-component-set><c:comp name='")
        .append(component)
        .append("'/></c:supported-calendar-component-set>");
    side.client().makeCalendar(side.path("dressed"), xml.toString());
    return properties(side, properties.keySet());
  }

  private static Map<String, String> properties(Side side, Set<String> names) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String name : names) {
      String value = side.client().property(side.path("dressed"), name);
      properties.put(name, value == null ? "" : value);
    }
    return properties;
  }

  @Test
  void a_backup_of_the_restored_account_equals_the_first() throws Exception {
    for (int i = 0; i < 120; i++) {
      alice.client().put(alice.home(), "again", i + ".ics", Ics.event("again" + i, "no. " + i));
    }
    Path first = backedUp();
    restored(first);
    Path second = temp.resolve("second");
    assertThat(bob.backup(second).exit()).isZero();
    assertThat(Vdir.files(second.resolve("again"), bob))
        .isEqualTo(Vdir.files(first.resolve("again"), alice));
    assertThat(Vdir.contents(first.resolve("again"), ".ics")).hasSize(120);
  }

  @Test
  void a_restore_over_what_is_there_changes_nothing_and_is_no_error() throws Exception {
    alice.client().put(alice.home(), "twice", "a.ics", Ics.event("twice", "zweimal"));
    Path folder = backedUp();
    restored(folder);
    Map<String, String> before = bob.objects("twice");
    restored(folder);
    assertThat(bob.objects("twice")).isEqualTo(before).hasSize(1);
  }

  private Path backedUp() throws Exception {
    Path folder = temp.resolve("folder");
    PluginProcess.Run run = alice.backup(folder);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    return folder;
  }

  private void restored(Path folder) throws Exception {
    PluginProcess.Run run = bob.restore(folder);
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
}
