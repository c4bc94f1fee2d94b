package caldavbackup.it.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import caldavbackup.it.PluginProcess;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a restore does with alice's meetings on providers that mail guests. */
class ProvidersSchedulingIT {
  private interface Start {
    SimulatedServer start() throws IOException;
  }

  enum Loud {
    GOOGLE(Google::new, "Google would send mail to its guests"),
    ZIMBRA(Zimbra::new, "this server would send mail to its guests");

    private final Start start;
    private final String sentence;

    Loud(Start start, String sentence) {
      this.start = start;
      this.sentence = sentence;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void a_meeting_is_refused_and_all_else_is_restored(Loud provider) throws Exception {
    try (SimulatedServer alice = withCalendar(provider.start)) {
      PluginProcess.Run run = restore(alice);
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err())
          .contains("(work/mine.ics): not written: " + provider.sentence)
          .contains("notify=true", "scheduling=strip")
          .contains("1 of ");
      assertThat(objects(alice)).containsOnlyKeys("plain.ics", "bobs.ics");
      assertThat(alice.mailed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_meeting_is_written_without_its_guests_where_that_is_asked_for(Loud provider)
      throws Exception {
    try (SimulatedServer alice = withCalendar(provider.start)) {
      PluginProcess.Run run = restore(alice, "scheduling=strip");
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out()).contains("(work/mine.ics): written without its guests");
      assertThat(run.err()).isEmpty();
      assertThat(objects(alice)).containsOnlyKeys("plain.ics", "mine.ics", "bobs.ics");
      assertThat(objects(alice).get("mine.ics"))
          .contains("\r\nX-CALDAV-BACKUP-ATTENDEE:mailto:bob@example.org\r\n")
          .doesNotContain("\r\nATTENDEE", "\r\nORGANIZER");
      assertThat(alice.mailed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void guests_are_mailed_only_where_that_is_asked_for(Loud provider) throws Exception {
    try (SimulatedServer alice = withCalendar(provider.start)) {
      PluginProcess.Run run = restore(alice, "notify=true");
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(objects(alice).get("mine.ics")).isEqualTo(MINE);
      assertThat(alice.mailed).containsExactly("bob@example.org");
    }
  }

  @Test
  void nextcloud_is_kept_quiet_by_a_header_and_has_the_meeting_as_it_was() throws Exception {
    try (SimulatedServer alice = withCalendar(Nextcloud::new)) {
      PluginProcess.Run run = restore(alice);
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(objects(alice).get("mine.ics")).isEqualTo(MINE);
      assertThat(alice.mailed).isEmpty();
      alice.calendars.get(alice.home() + "work/").objects.clear();
      restore(alice, "notify=true");
      assertThat(alice.mailed).containsExactly("bob@example.org");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_mirror_deletes_no_meeting_whose_guests_would_be_told(Loud provider) throws Exception {
    try (SimulatedServer alice = withCalendar(provider.start)) {
      assertThat(restore(alice, "notify=true").exit()).isZero();
      Path backup = folder.resolveSibling(folder.getFileName() + "-backup");
      backup(alice, backup);
      alice.mailed.clear();
      for (String name : List.of("mine.ics", "plain.ics")) {
        Files.delete(backup.resolve("work").resolve(name));
      }
      Files.delete(backup.resolve(".caldav-backup.jsonl")); // else the files are missed
      String[] mirror = {"mirror=true", "mirror_limit=100"};
      PluginProcess.Run look = restored(alice, backup, List.of(mirror), "dry_run=true");
      assertThat(look.out()).containsPattern("refused .*mine.ics\\)?: not deleted: ");
      assertThat(objects(alice)).containsOnlyKeys("plain.ics", "mine.ics", "bobs.ics");

      PluginProcess.Run run = restored(alice, backup, List.of(mirror));
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains("mine.ics: not deleted: " + provider.sentence);
      assertThat(objects(alice)).containsOnlyKeys("mine.ics", "bobs.ics");
      assertThat(alice.mailed).isEmpty();

      assertThat(restored(alice, backup, List.of(mirror), "notify=true").exit()).isZero();
      assertThat(objects(alice)).containsOnlyKeys("bobs.ics");
      assertThat(alice.mailed).containsExactly("bob@example.org");
    }
  }

  private static void backup(SimulatedServer server, Path into) throws Exception {
    assertThat(process("backup", server.location(), into.toString(), server, List.of()).exit())
        .isZero();
  }

  private static PluginProcess.Run restored(
      SimulatedServer server, Path from, List<String> options, String... more) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return process("restore", from.toString(), server.location(), server, all);
  }

  private static PluginProcess.Run process(
      String command, String from, String to, SimulatedServer server, List<String> options)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(command, from, to));
    server.signIn().forEach((key, value) -> words.add(key + "=" + value));
    words.addAll(options);
    return PluginProcess.run(words, Map.of("CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10"));
  }

  @Test
  void a_restore_without_meetings_asks_nothing_of_it() throws Exception {
    try (SimulatedServer alice = withCalendar(Zimbra::new)) {
      write("plain.ics", PLAIN);
      assertThat(run(alice, "verify=off").exit()).isZero();
      assertThat(alice.requests("OPTIONS")).isZero();
      assertThat(alice.requests("GET")).isZero();
    }
  }

  @Test
  void the_routes_of_another_application_are_guarded_too() throws Exception {
    Main main = new Main();
    main.configure()
        .withBasePackageScanEnabled(false)
        .withRoutesIncludePattern("classpath:routes/caldav/*.camel.yaml");
    main.setPropertyPlaceholderLocations("false");
    main.start();
    try (SimulatedServer alice = withCalendar(Zimbra::new);
        ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
      Map<String, Object> options = new HashMap<>(alice.signIn());
      options.put("location", alice.location());
      try (Account account = new Accounts().of(options)) {
        assertThatThrownBy(() -> store(template, account, "mine.ics", MINE))
            .isInstanceOf(Failure.class)
            .hasMessageContaining("would send mail to its guests: notify=true allows that");
        store(template, account, "plain.ics", PLAIN);
        store(template, account, "bobs.ics", BOBS);
        assertThat(objects(alice)).containsOnlyKeys("plain.ics", "bobs.ics");
        assertThat(alice.mailed).isEmpty();
        assertThat(alice.requests("OPTIONS")).isEqualTo(1); // asked once for all
      }
    } finally {
      main.stop();
    }
  }

  private static void store(ProducerTemplate template, Account account, String name, String object)
      throws Exception {
    var done =
        template.send(
            "direct:caldav-restore",
            exchange -> {
              exchange.setProperty(CaldavConstants.ACCOUNT, account);
              exchange.getMessage().setHeader(CaldavConstants.CALENDAR, "work");
              exchange.getMessage().setHeader(CaldavConstants.NAME, name);
              exchange.getMessage().setBody(object.getBytes(StandardCharsets.UTF_8));
            });
    if (done.getException() != null) {
      throw done.getException();
    }
  }

  private static final String PLAIN = event("plain", "SUMMARY:Plain");
  private static final String MINE =
      event("mine", "ORGANIZER:mailto:alice@example.org\r\nATTENDEE:mailto:bob@example.org");
  private static final String BOBS =
      event("bobs", "ORGANIZER:mailto:bob@example.org\r\nATTENDEE:mailto:alice@example.org");

  private static SimulatedServer withCalendar(Start start) throws IOException {
    SimulatedServer server = start.start();
    server.calendar("work");
    return server;
  }

  private PluginProcess.Run restore(SimulatedServer server, String... options) throws Exception {
    write("plain.ics", PLAIN);
    write("mine.ics", MINE);
    write("bobs.ics", BOBS);
    return run(server, options);
  }

  private void write(String name, String object) throws IOException {
    Files.createDirectories(folder.resolve("work"));
    Files.writeString(folder.resolve("work").resolve(name), object);
  }

  private PluginProcess.Run run(SimulatedServer server, String... options) throws Exception {
    return restored(server, folder, List.of(options));
  }

  private static Map<String, String> objects(SimulatedServer server) {
    Map<String, String> objects = new HashMap<>();
    server
        .calendars
        .get(server.home() + "work/")
        .objects
        .forEach((name, object) -> objects.put(name, new String(object, StandardCharsets.UTF_8)));
    return objects;
  }

  private static String event(String uid, String lines) {
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
            + "DTSTAMP:20260101T000000Z\r\nDTSTART:20300201T100000Z\r\n%s\r\nEND:VEVENT\r\n"
            + "END:VCALENDAR\r\n")
        .formatted(uid, lines);
  }
}
