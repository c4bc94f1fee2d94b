package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.it.FaultProxy.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every server that runs on this machine behind a bad line: what comes is right, what does not come
 * is said, and another run has it all.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("caldavbackup.it.Server#chosen")
class NetworkFaultMatrixIT extends ServerContract {
  private static final int OBJECTS = 30;
  private static final long ALWAYS = Long.MAX_VALUE;
  private static final List<String> CALENDARS = List.of("home", "work");
  private static Map<String, String> truth;

  private FaultProxy proxy;
  private Side behind;
  private Path folder;

  @BeforeParameterizedClassInvocation
  static void knowNothingOfIt() {
    truth = null;
  }

  /** Nothing is written in these tests: the accounts are filled once for each server. */
  @Override
  @BeforeEach
  void emptyTheAccounts() {
    if (truth == null) {
      super.emptyTheAccounts();
      for (String calendar : CALENDARS) {
        for (int i = 0; i < OBJECTS; i++) {
          String uid = calendar + i;
          alice.client().put(alice.home(), calendar, i + ".ics", Ics.event(uid, "Termin " + uid));
        }
      }
      truth = objects(alice, CALENDARS);
    }
    alice = server.side("alice");
  }

  @BeforeEach
  void standBetween() throws Exception {
    proxy = new FaultProxy(server.port);
    behind =
        server.side("alice").at(server.location().replace(":" + server.port, ":" + proxy.port()));
    folder = temp.resolve("folder");
  }

  @AfterEach
  void goAway() throws Exception {
    proxy.close();
  }

  @Test
  void nothing_leads_past_what_stands_between() throws Exception {
    PluginProcess.Run check = run("check", behind.location());
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out())
        .contains(":" + proxy.port() + alice.home())
        .doesNotContain(":" + server.port);
  }

  @Test
  void a_server_that_is_slow_and_now_and_then_busy_is_waited_for() throws Exception {
    Fault later = FaultProxy.answer(429, "Retry-After: 0");
    Fault down = FaultProxy.answer(503, "Retry-After: Thu, 01 Jan 2026 00:00:00 GMT");
    List<AtomicLong> left =
        List.of(
            proxy.strike(1, request -> request.startsWith("PROPFIND "), later),
            proxy.strike(2, this::listsWork, down),
            proxy.strike(1, request -> request.startsWith("REPORT "), down),
            proxy.strike(2, request -> request.startsWith("GET "), later));
    proxy.trickle(2000);
    assertWhole(backup());
    assertThat(left).allSatisfy(times -> assertThat(times).hasValue(0));
  }

  @Test
  void a_multiget_that_fails_or_breaks_off_is_made_up_for() throws Exception {
    String home = "REPORT " + alice.path("home");
    String work = "REPORT " + alice.path("work");
    AtomicLong failures =
        proxy.strike(1000, request -> request.startsWith(home), FaultProxy.answer(500));
    AtomicLong resets = proxy.strike(1, request -> request.startsWith(work), proxy.reset());
    AtomicLong halves = proxy.strike(1, request -> request.startsWith(work), proxy.half());
    assertWhole(backup());
    assertThat(failures.get()).isLessThan(1000);
    assertThat(resets).hasValue(0);
    assertThat(halves).hasValue(0);
  }

  @Test
  void a_calendar_that_cannot_be_listed_is_named_and_another_run_has_it_all() throws Exception {
    proxy.strike(ALWAYS, this::listsWork, FaultProxy.answer(503, "Retry-After: 0"));
    assertWorkIsNotListed(backup(), "503");
    proxy.mend();
    proxy.strike(ALWAYS, this::listsWork, proxy.reset());
    assertWorkIsNotListed(backup(), "the connection broke");
    assertThat(files()).as("of the other calendar").hasSize(OBJECTS);

    proxy.mend();
    assertWhole(backup());
    proxy.strike(ALWAYS, this::listsWork, proxy.half());
    assertWorkIsNotListed(backup(), "broke off");
    assertSame(files(), truth, "the folder, of which half a listing removes nothing");
  }

  private static void assertWorkIsNotListed(PluginProcess.Run run, String why) {
    Sentence.assertOnly(run, 1, "work could not be listed", why);
  }

  private boolean listsWork(String request) {
    return request.startsWith("PROPFIND " + alice.path("work") + " ")
        && request.contains("\r\nDepth: 1\r\n");
  }

  private PluginProcess.Run backup() throws Exception {
    return run("backup", behind.location(), folder.toString());
  }

  private PluginProcess.Run run(String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(behind.options());
    words.add(only(CALENDARS));
    Path nothing = Files.createTempDirectory(temp, "cache"); // no listing of a run before
    return PluginProcess.run(
        words,
        Map.of(
            "CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10", "XDG_CACHE_HOME", nothing.toString()));
  }

  private void assertWhole(PluginProcess.Run run) throws Exception {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertSame(files(), truth, "the folder");
  }

  private Map<String, String> files() throws Exception {
    Map<String, String> files = new TreeMap<>();
    for (String calendar : CALENDARS) {
      Path directory = folder.resolve(calendar);
      if (Files.isDirectory(directory)) {
        Vdir.files(directory, behind)
            .forEach((name, bytes) -> files.put(calendar + "/" + name, bytes));
      }
    }
    files.keySet().removeIf(path -> !path.endsWith(".ics"));
    return files;
  }
}
