package caldavbackup.it.providers;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.it.PluginProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One and the same contract on every provider that can only be simulated: what is there is backed
 * up byte for byte, and comes back in another account of that provider.
 */
class ProvidersIT {
  private static final int OBJECTS = 40;

  /** Makes a new, empty account. */
  private interface Start {
    SimulatedServer start() throws IOException;
  }

  enum Provider {
    GOOGLE(Google::new),
    ICLOUD(ICloud::new),
    ZOHO(Zoho::new),
    YAHOO(Yahoo::new),
    NEXTCLOUD(Nextcloud::new),
    OPEN_XCHANGE(OpenXchange::new),
    SMARTER_MAIL(SmarterMail::new),
    DAVMAIL(DavMail::new),
    FASTMAIL(Fastmail::new),
    ZIMBRA(Zimbra::new);

    private final Start start;

    Provider(Start start) {
      this.start = start;
    }

    /** What an object is called there. */
    String objectName(String uid) {
      return this == DAVMAIL ? uid + ".EML" : uid + ".ics";
    }

    /** How the provider keeps what was written. */
    String kept(String object) {
      return this == FASTMAIL ? object.replaceAll("\r\nX-JMAP-[^\r]*", "") : object;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void an_account_is_backed_up_and_comes_back_in_another(Provider provider) throws Exception {
    try (SimulatedServer alice = filled(provider);
        SimulatedServer other = provider.start.start()) {
      PluginProcess.Run backup = backup(alice, folder);
      assertThat(backup.exit()).as(backup.err()).isZero();
      assertFolderIs(alice);

      if (provider == Provider.GOOGLE) { // where a restore cannot make calendars
        other.calendar("other-work", "<d:displayname>Work</d:displayname>");
        other.calendar("other-home", "<d:displayname>Home</d:displayname>");
      }
      PluginProcess.Run restore = run(words("restore", folder, other));
      assertThat(restore.exit()).as(restore.err()).isZero();
      Map<String, Map<String, String>> expected = new TreeMap<>();
      objects(alice)
          .forEach(
              (calendar, objects) -> {
                objects.replaceAll((name, object) -> provider.kept(object));
                expected.put(calendar, objects);
              });
      assertThat(objects(other)).isEqualTo(expected);

      Path again = folder.resolveSibling(folder.getFileName() + "-again");
      assertThat(backup(other, again).exit()).isZero();
      assertThat(contents(again)).hasSameSizeAs(contents(folder));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_second_backup_is_as_complete_as_the_first(Provider provider) throws Exception {
    try (SimulatedServer alice = filled(provider)) {
      backup(alice, folder);
      Collection work = alice.calendars.get(alice.home() + "work/");
      String changed = provider.objectName("event-7");
      work.objects.put(changed, SimulatedServer.bytes(event("event-7", "Changed")));
      work.objects.remove(provider.objectName("event-8"));
      PluginProcess.Run run = backup(alice, folder);
      if (provider == Provider.GOOGLE) { // what it lists and never gives has not just vanished
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines().filter(line -> line.startsWith("KO")))
            .isNotEmpty()
            .allMatch(line -> line.contains("/ghost@import.ics: listed in each run"));
      } else {
        assertThat(run.exit()).as(run.err()).isZero();
      }
      assertFolderIs(alice);
    }
  }

  @Test
  void nextclouds_trash_and_generated_calendars_are_left_alone() throws Exception {
    try (SimulatedServer alice = filled(Provider.NEXTCLOUD)) {
      backup(alice, folder);
      assertThat(folder)
          .isDirectoryNotContaining(
              p -> p.toString().matches(".*(trashbin|gone-1|deck|inbox|outbox).*"));
      assertThat(folder.resolve("holidays/.calendar.json"))
          .content()
          .contains("webcal://example.org/holidays.ics");
      assertThat(alice.requests())
          .noneMatch(line -> line.matches("REPORT .*(trashbin|gone-1|birthdays|deck).*"));
    }
  }

  @Test
  void too_many_new_calendars_are_each_an_error_and_the_others_are_there() throws Exception {
    try (SimulatedServer alice = Provider.ICLOUD.start.start();
        SimulatedServer other = Provider.NEXTCLOUD.start.start()) {
      for (int i = 0; i < 12; i++) {
        alice.calendar("cal" + i).objects.put("a.ics", SimulatedServer.bytes(event("a" + i, "A")));
      }
      backup(alice, folder);
      PluginProcess.Run run = run(words("restore", folder, other));
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains("Too many calendars created");
      assertThat(other.calendars).hasSize(10);
    }
  }

  @Test
  void a_mixed_calendar_splits_where_it_must_and_comes_together_again() throws Exception {
    try (SimulatedServer mixed = Provider.ICLOUD.start.start();
        SimulatedServer split = Provider.OPEN_XCHANGE.start.start();
        SimulatedServer again = Provider.ICLOUD.start.start()) {
      String both =
          "<c:supported-calendar-component-set><c:comp name=\"VEVENT\"/><c:comp name=\"VTODO\"/>"
              + "</c:supported-calendar-component-set>";
      var work = mixed.calendar("work", "<d:displayname>Work</d:displayname>", both);
      work.objects.put("event.ics", SimulatedServer.bytes(event("event", "E")));
      work.objects.put(
          "task.ics", SimulatedServer.bytes(event("task", "T").replace("VEVENT", "VTODO")));

      backup(mixed, folder);
      PluginProcess.Run restore = run(words("restore", folder, split));
      assertThat(restore.exit()).as(restore.err()).isZero();
      assertThat(objects(split)).containsOnlyKeys("Work", "Work (tasks)");

      Path parts = folder.resolveSibling(folder.getFileName() + "-parts");
      backup(split, parts);
      PluginProcess.Run joined = run(words("restore", parts, again));
      assertThat(joined.exit()).as(joined.err()).isZero();
      assertThat(objects(again)).isEqualTo(objects(mixed));
    }
  }

  private static SimulatedServer filled(Provider provider) throws IOException {
    SimulatedServer server = provider.start.start();
    Collection work = server.calendar("work", "<d:displayname>Work</d:displayname>");
    Collection home = server.calendar("home", "<d:displayname>Home</d:displayname>");
    for (int i = 0; i < OBJECTS; i++) {
      String uid = "event-" + i;
      work.objects.put(
          provider.objectName(uid),
          SimulatedServer.bytes(event(uid, "Termin " + i + " äöü 🎉 <&>")));
    }
    home.objects.put(
        provider.objectName("lf"),
        SimulatedServer.bytes(event("lf", "Line feeds").replace("\r\n", "\n")));
    home.objects.put(
        provider.objectName("x"),
        SimulatedServer.bytes(
            event("x", "Extra")
                .replace("END:VEVENT", "X-JMAP-ID:1\r\nX-OWN;A=b:c ]]> d\r\nEND:VEVENT")));
    home.objects.put(
        provider.objectName("last"),
        SimulatedServer.bytes(event("last", "No last line end").strip()));
    return server;
  }

  /** A busy server is asked again sooner than users would: the tests need not wait. */
  private static PluginProcess.Run run(List<String> words) throws Exception {
    return PluginProcess.run(words, Map.of("CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10"));
  }

  private static PluginProcess.Run backup(SimulatedServer server, Path folder) throws Exception {
    return run(words("backup", server, folder));
  }

  private static List<String> words(String command, Object from, Object to) {
    List<String> words = new ArrayList<>(List.of(command));
    SimulatedServer server = null;
    for (Object side : List.of(from, to)) {
      if (side instanceof SimulatedServer simulated) {
        server = simulated;
        words.add(simulated.location());
      } else {
        words.add(side.toString());
      }
    }
    server.signIn().forEach((key, value) -> words.add(key + "=" + value));
    return words;
  }

  private void assertFolderIs(SimulatedServer server) throws IOException {
    List<String> there = new ArrayList<>();
    objects(server).values().forEach(objects -> there.addAll(objects.values()));
    assertThat(contents(folder)).containsExactlyInAnyOrderElementsOf(there);
  }

  private static List<String> contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> contents = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".ics")).toList()) {
        contents.add(Files.readString(file, StandardCharsets.UTF_8));
      }
      return contents;
    }
  }

  /** Objects by name, by the display name of their calendar; calendars without objects left out. */
  private static Map<String, Map<String, String>> objects(SimulatedServer server) {
    Map<String, Map<String, String>> all = new TreeMap<>();
    server.calendars.forEach(
        (path, calendar) -> {
          Map<String, String> objects = new TreeMap<>();
          calendar.objects.forEach(
              (name, object) -> objects.put(name, new String(object, StandardCharsets.UTF_8)));
          if (!objects.isEmpty()) {
            String name = calendar.properties.getOrDefault("d:displayname", path);
            all.put(name.replaceAll("<[^>]*>", ""), objects);
          }
        });
    return all;
  }

  private static String event(String uid, String summary) {
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
            + "DTSTAMP:20260101T000000Z\r\nDTSTART:20260201T100000Z\r\nSUMMARY:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        .formatted(uid, summary);
  }
}
