package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import caldavbackup.docs.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands of the pages, page by page, with the packaged launcher against a real server.
 *
 * <p>A {@code sh} block is run as it stands: exit code 0 is expected, or the one in a comment
 * {@code <!-- exit: 1 -->} before it. A {@code console} block holds commands after {@code $ } and
 * what they print; that is compared, and {@code …} stands for lines that are left out. A block that
 * cannot be run has a comment {@code <!-- not run: REASON -->} before it. {@code
 * -Dcaldav.page=docs/plakar.md} runs one page alone.
 */
@Tag("radicale")
class DocumentedCommandsIT {
  private static final Set<String> COMMANDS = Set.of("sh", "console", "cron");

  /** Blocks that are shown and not run: to mark one more is a decision, not an accident. */
  private static final int NOT_RUN = 35;

  private static final String OLD = "caldav://cal.example.org/";
  private static final String NEW = "caldav://new.example.org/";
  private static final Path SYSTEMD = Path.of("docs/systemd");
  private static final String SERVICE = "caldav-backup@.service";
  private static final String TIMER = "caldav-backup@.timer";
  private static final String PROGRAM = "/opt/caldav/bin/caldav";

  @TempDir static Path temp;

  private static final String UNIT = text(SYSTEMD.resolve(SERVICE));

  private static RadicaleServer old;
  private static RadicaleServer next;
  private static Plakar plakar;
  private static int folders;

  @BeforeAll
  static void start() throws Exception {
    old = RadicaleServer.start();
    next = RadicaleServer.start();
    Optional<Path> ptar =
        Optional.ofNullable(System.getenv("CALDAV_PACKAGE"))
            .filter(name -> !name.isBlank())
            .map(Path::of);
    if (Plakar.program().isPresent() && ptar.filter(Files::exists).isPresent()) {
      plakar = Plakar.withOurPackage(ptar.get());
    } else {
      System.out.println("plakar or our package is missing: its documented commands are not run");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    old.close();
    next.close();
    if (plakar != null) {
      plakar.close();
    }
  }

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path page : Pages.all()) {
      if (page.endsWith(System.getProperty("caldav.page", page.toString()))
          && runnable(page).findAny().isPresent()) {
        pages.add(page);
      }
    }
    return pages;
  }

  private static Stream<Pages.Block> runnable(Path page) throws IOException {
    return Pages.blocks(page).stream()
        .filter(block -> COMMANDS.contains(block.language()) && block.notRun() == null);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void the_commands_of_a_page_work(Path page) throws Exception {
    Path folder = prepared();
    switch (page.getFileName().toString()) {
      case "deleted-event.md" -> loseTheDentist(folder);
      case "contents.md", "restore.md" -> moveTheDentist(folder);
      default -> {}
    }
    for (Pages.Block block : runnable(page).toList()) {
      if (plakar != null || !block.text().contains("plakar ")) {
        if (block.language().equals("sh")) {
          expect(block, block.text(), folder, block.exit());
        } else if (block.language().equals("cron")) {
          expect(block, block.text().replaceFirst("^(\\S+ ){5}", ""), folder, block.exit());
        } else {
          for (String command : block.text().split("(?m)^\\$ ")) {
            if (!command.isBlank()) {
              compare(block, command, folder);
            }
          }
        }
      }
    }
  }

  /** What systemd would start, with the variables that it would set. */
  @Test
  void the_service_of_systemd_backs_up() throws Exception {
    Path folder = prepared();
    Files.writeString(folder.resolve("password"), "alice-pw\n");
    String words = UNIT.replaceAll("(?s).*\nExecStart=([^\n]*).*", "$1");
    assertThat(words).startsWith(PROGRAM + " ").contains("${LOCATION}", "${ACCOUNT}");
    String text =
        Files.readString(Path.of("docs/systemd/alice.conf"))
            + "STATE_DIRECTORY=$HOME CREDENTIALS_DIRECTORY=$HOME\n"
            + words.replace(PROGRAM, "caldav");
    Pages.Block unit = new Pages.Block(SYSTEMD.resolve(SERVICE), 1, "sh", text, null, 0);
    expect(unit, text, folder, 0);
    assertThat(folder.resolve("calendars/work/3f2a.ics")).exists();
  }

  /** An unknown key or a wrong value is a line of systemd-analyze, but no failure of it. */
  @Test
  void systemd_understands_the_units() throws Exception {
    assumeThat(Path.of("/usr/bin/systemd-analyze")).isExecutable();
    assumeThat(verified(UNIT + "[Service]\nNoSuchKey=1\n")).contains("NoSuchKey");
    assertThat(verified(UNIT)).doesNotContain("caldav-backup");
  }

  private static String verified(String unit) throws Exception {
    Path folder = Files.createTempDirectory(temp, "u");
    Files.writeString(folder.resolve(SERVICE), unit.replace(PROGRAM, PluginProcess.launcher()));
    Files.copy(SYSTEMD.resolve(TIMER), folder.resolve(TIMER));
    List<String> command = new ArrayList<>(List.of("/usr/bin/systemd-analyze", "verify"));
    for (String name : List.of(SERVICE, TIMER)) {
      command.add(folder.resolve(name.replace("@", "@alice")).toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void blocks_that_are_not_run_say_why() throws IOException {
    List<Pages.Block> marked = new ArrayList<>();
    for (Path page : Pages.all()) {
      Pages.blocks(page).stream()
          .filter(block -> COMMANDS.contains(block.language()) && block.notRun() != null)
          .forEach(marked::add);
    }
    assertThat(marked).hasSize(NOT_RUN);
  }

  /**
   * A new account of alice on each server; on the old one with calendars and a dentist. The folder
   * that it returns has a short path, because output cuts long ones.
   */
  private static Path prepared() throws Exception {
    Path folder = Files.createDirectory(temp.resolve(String.valueOf(folders++)));
    for (RadicaleServer server : List.of(old, next)) {
      empty(server.folder.resolve("store/collection-root/alice"));
    }
    if (plakar != null) {
      plakar.run("source", "rm", "mycal");
      plakar.run("destination", "rm", "mycal");
    }
    Files.writeString(folder.resolve("pw"), "alice-pw\n");
    Files.writeString(folder.resolve(".caldav-password"), "alice-pw\n");
    String[] words = {
      "restore", "examples/data", old.location(), "username=alice", "password=alice-pw"
    };
    PluginProcess.Run filled = PluginProcess.run(words);
    assertThat(filled.exit()).as(filled.err()).isZero();
    assertThat(old.client("alice").put("/alice/work/3f2a.ics", dentist())).isNull();
    return folder;
  }

  /** A backup of an event that then has another time, and of a journal that is then deleted. */
  private static void moveTheDentist(Path folder) throws Exception {
    backUp(folder);
    String later =
        new String(dentist(), StandardCharsets.UTF_8).replace("20260303T09", "20260303T10");
    byte[] bytes = later.getBytes(StandardCharsets.UTF_8);
    assertThat(old.client("alice").put("/alice/work/3f2a.ics", bytes)).isNull();
    delete("/alice/work/retrospective.ics");
  }

  /** A backup, and a snapshot, of an event that is then deleted. */
  private static void loseTheDentist(Path folder) throws Exception {
    backUp(folder);
    delete("/alice/work/3f2a.ics");
  }

  private static void delete(String path) {
    HttpResponse<byte[]> answer = old.client("alice").request("DELETE", path, null, Map.of());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private static void backUp(Path folder) throws Exception {
    String signIn = OLD + " username=alice password_file=$HOME/pw";
    String text = "caldav backup " + signIn.replace(" username", " ~/calendars username") + "\n";
    if (plakar != null) {
      text += "plakar source add mycal " + signIn + "\nplakar backup @mycal\n";
    }
    expect(new Pages.Block(folder, 0, "sh", text, null, 0), text, folder, 0);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] dentist() throws IOException {
    return Files.readString(Path.of("examples/data/family/zahnärztin.ics"))
        .replaceFirst("UID:.*", "UID:3f2a")
        .replaceFirst("SUMMARY:.*", "SUMMARY:Dentist")
        .replaceFirst("LOCATION:.*", "LOCATION:Main Street 12")
        .replace("20260414T081500", "20260303T090000")
        .replace("20260414T090000", "20260303T093000")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void empty(Path store) throws IOException {
    if (Files.exists(store)) {
      try (Stream<Path> files = Files.walk(store)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void compare(Pages.Block block, String shown, Path folder) throws Exception {
    String[] lines = shown.split("\n");
    int first = 1;
    while (lines[first - 1].endsWith("\\")) {
      first++;
    }
    String command = String.join("\n", List.of(lines).subList(0, first));
    String said = expect(block, command, folder, block.exit());
    StringBuilder wanted = new StringBuilder("(?s)\\s*");
    for (String line : List.of(lines).subList(first, lines.length)) {
      wanted.append(
          line.strip().equals("…") ? ".*" : "\\Q" + line.strip().replaceAll("\\s+", " ") + "\\E\n");
    }
    assertThat(said.strip().replaceAll("[ \t]+", " ").replaceAll(" ?\n ?", "\n") + "\n")
        .as(block + ": " + command)
        .matches(wanted.toString());
  }

  /** Runs shell text in the folder, and returns what it prints. */
  private static String expect(Pages.Block block, String text, Path folder, int exit)
      throws Exception {
    Path output = Files.createTempFile(temp, "out", "");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", replaced(text))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(folder));
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(block + " does not end");
    }
    String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(block + "\n" + text + said).isEqualTo(exit);
    return said.replace(old.location(), OLD)
        .replace(next.location(), NEW)
        .replace(folder.toString(), "~");
  }

  /** The placeholders of the pages. */
  private static String replaced(String text) {
    return text.replace(OLD, old.location())
        .replace(NEW, next.location())
        .replaceAll("(\\$HOME/caldav/)?bin/caldav ", "caldav ")
        .replace("SNAPSHOT", "$(plakar ls | awk 'NR == 1 { print $2 }')");
  }

  private static Map<String, String> environment(Path folder) throws IOException {
    Map<String, String> environment = new HashMap<>();
    String path = Path.of(PluginProcess.launcher()).getParent() + ":/usr/local/bin:/usr/bin:/bin";
    if (plakar != null) {
      environment.putAll(plakar.environment());
      path = Path.of(Plakar.program().orElseThrow()).getParent() + ":" + path;
    }
    environment.put("PATH", path);
    environment.put("HOME", folder.toString());
    return environment;
  }
}
