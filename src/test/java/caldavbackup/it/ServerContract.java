package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.ical.Comparison;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.opentest4j.TestAbortedException;

/**
 * What is demanded of every server alike: what a client without any of our code put into alice's
 * account goes by the launcher into a folder, and from there into bob's.
 */
@Tag("radicale")
@Tag("xandikos")
@Tag("sabre")
@Tag("cyrus")
@Tag("davical")
@Tag("sogo")
abstract class ServerContract {
  static ServerProcess server;

  @Parameter Server kind;
  @TempDir Path temp;
  Side alice;
  Side bob;

  @BeforeParameterizedClassInvocation
  static void start(Server kind) throws Exception {
    try {
      server = kind.start();
    } catch (TestAbortedException e) {
      System.out.println("left out: " + e.getMessage());
      throw e;
    }
  }

  /** What is said to every restore. */
  String restoreOption() {
    return "notify=false";
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @BeforeEach
  void emptyTheAccounts() {
    alice = server.side("alice");
    bob = server.side("bob");
    alice.empty();
    bob.empty();
  }

  /** Makes a calendar for every kind of object, where the server lets its users say so. */
  static void makeCalendar(Side side, String calendar) {
    side.client()
        .makeCalendar(
            side.path(calendar),
            "<c:supported-calendar-component-set><c:comp name='VEVENT'/><c:comp name='VTODO'/>"
                + "<c:comp name='VJOURNAL'/></c:supported-calendar-component-set>");
  }

  /** Puts an object for alice and notes what the server made of it; null, or the refusal. */
  String put(Observations seen, String calendar, String name, byte[] given) {
    String path = alice.pathOf(calendar + "/" + name);
    try {
      String refusal = alice.client().put(path, given);
      if (refusal != null) {
        alice.client().delete(path); // Xandikos lists some that it refused
        return refusal;
      }
      byte[] served = alice.client().get(path);
      seen.taken(name, Changes.between(text(given), text(served)));
      if (server.keepsBytes() && isPlain(given)) {
        assertThat(text(served).equals(text(given))).as(name).isTrue();
      }
      return null;
    } catch (IllegalStateException e) { // it dies of it, or takes it and cannot serve it
      server.awaitAnswers();
      alice.client().delete(path);
      return "taken, but not served: " + e.getMessage();
    }
  }

  /**
   * The folder has, byte for byte, what GET gives; after a restore bob has, byte for byte, what the
   * server itself makes of a PUT of these bytes. What it refuses then is named by the restore.
   */
  void assertRoundTrip(Observations seen, List<String> calendars) throws Exception {
    Map<String, String> truth = objects(alice, calendars);
    Path folder = temp.resolve("folder");
    PluginProcess.Run backup = alice.backup(folder, only(calendars));
    assertThat(backup.err()).isEmpty();
    assertThat(backup.exit()).isZero();
    Map<String, String> files = new TreeMap<>();
    for (String calendar : calendars) {
      Vdir.files(folder.resolve(calendar), alice)
          .forEach(
              (name, bytes) -> {
                if (name.endsWith(".ics")) {
                  files.put(calendar + "/" + name, bytes);
                }
              });
    }
    if (!server.servesWhatIsStored()) {
      servedAlike(seen, files, truth).forEach(path -> files.put(path, truth.get(path)));
    }
    assertSame(files, truth, "the folder, compared with what GET gives");

    List<String> refused = new ArrayList<>();
    Map<String, String> expected = secondPut(truth, calendars, refused);
    expected.forEach(
        (path, bytes) -> {
          if (!bytes.equals(truth.get(path))) {
            seen.again(path, Changes.between(truth.get(path), bytes));
            if (Comparison.of(raw(truth.get(path)), raw(bytes)).verdict()
                == Comparison.Verdict.DIFFERENT) {
              refused.add(path); // the server damages it: a restore says so
            }
          }
        });
    int mails = server.mailed().size();
    PluginProcess.Run restore = bob.restore(folder, only(calendars), restoreOption());
    if (server.mailed().size() > mails) {
      seen.note("the restore", "mailed " + server.mailed().subList(mails, server.mailed().size()));
    }
    assertSame(objects(bob, calendars), expected, "after the restore, which said " + restore.err());
    if (refused.isEmpty()) {
      assertThat(restore.err()).isEmpty();
      assertThat(restore.exit()).isZero();
    } else {
      refused.forEach(path -> seen.again(path, "refused"));
      assertThat(restore.err()).contains(refused);
      assertThat(restore.exit()).isEqualTo(1);
    }
  }

  /**
   * The files that are not what GET gives, and of which the server makes just that when they are
   * put: they are what it has stored.
   */
  private List<String> servedAlike(
      Observations seen, Map<String, String> files, Map<String, String> truth) {
    List<String> alike = new ArrayList<>();
    makeCalendar(bob, "alike");
    files.forEach(
        (path, bytes) -> {
          String served = truth.get(path);
          String object = bob.path("alike") + "o.ics";
          if (served != null && !served.equals(bytes) && bob.put(object, bytes) == null) {
            if (text(bob.client().get(object)).equals(served)) {
              alike.add(path);
              seen.note(path, "stored otherwise than served: " + Changes.between(bytes, served));
            }
            bob.client().delete(object);
          }
        });
    bob.empty();
    return alike;
  }

  /** What the server makes of these bytes for bob, whose calendars are then gone again. */
  private Map<String, String> secondPut(
      Map<String, String> truth, List<String> calendars, List<String> refused) {
    calendars.forEach(calendar -> makeCalendar(bob, calendar));
    truth.forEach(
        (path, bytes) -> {
          if (bob.put(bob.pathOf(path), bytes) != null) {
            refused.add(path);
          }
        });
    Map<String, String> made = objects(bob, calendars);
    bob.empty();
    return made;
  }

  /** Bytes by calendar and name. */
  static Map<String, String> objects(Side side, List<String> calendars) {
    Map<String, String> objects = new TreeMap<>();
    for (String calendar : calendars) {
      side.objects(calendar).forEach((name, bytes) -> objects.put(calendar + "/" + name, bytes));
    }
    return objects;
  }

  static void assertSame(Map<String, String> actual, Map<String, String> expected, String what) {
    Map<String, String> differences = new TreeMap<>();
    expected.forEach(
        (path, bytes) -> {
          String is = actual.get(path);
          if (is == null) {
            differences.put(path, "missing");
          } else if (!is.equals(bytes)) {
            differences.put(path, "differs: " + Changes.between(bytes, is));
          }
        });
    actual.keySet().stream()
        .filter(path -> !expected.containsKey(path))
        .forEach(path -> differences.put(path, "should not be there"));
    assertThat(differences).as(what).isEmpty();
    assertThat(expected).as(what).isNotEmpty();
  }

  static String only(List<String> calendars) {
    return "calendars=" + String.join(",", calendars);
  }

  /** UTF-8 of proper characters; the rest sabre/dav 1.8 takes for Windows' own encoding. */
  private static boolean isPlain(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
        && text.chars().noneMatch(c -> c >= 0xFFFE || Character.isISOControl(c) && c >= ' ');
  }

  private static byte[] raw(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
