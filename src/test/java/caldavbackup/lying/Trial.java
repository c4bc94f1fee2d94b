package caldavbackup.lying;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.it.LocalBackup;
import caldavbackup.it.LocalBackup.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One seed: a world, perhaps a truthful backup of it and a change, then a backup while the server
 * lies, then a truthful one. What must hold of each is checked.
 */
final class Trial {
  private static final String REFRESH_TOKEN = "for-ever";
  private static final Pattern RAW =
      Pattern.compile(
          "\\w+Exception|\\w+Error\\b|\\bat [\\w.$]+\\(|\\b(?:java|org|com|io)\\.\\w+\\.");

  private static final Pattern SECRET =
      Pattern.compile(TruthServer.PASSWORD + "|token-\\d|" + REFRESH_TOKEN);

  private final long seed;
  private final boolean isMild;
  private final Random random;
  private final RandomWorld truth;
  private final World world;
  private final LocalBackup service;
  private final Path folder;
  private final Path tokens;
  private final List<Rule> rules;
  private Liar liar;
  private Loopback server;

  /**
   * A trial.
   *
   * @param isMild whether only such lies are told as a client must survive
   * @param place an empty directory for its files
   */
  Trial(long seed, boolean isMild, LocalBackup service, Path place) {
    this.seed = seed;
    this.isMild = isMild;
    this.service = service;
    this.random = new Random(seed * 7919 + (isMild ? 1 : 0));
    this.truth = new RandomWorld(random);
    this.world = truth.world();
    this.folder = place.resolve("folder");
    this.tokens = place.resolve("tokens.json");
    this.rules = new Rules(random, world.traits()).some(isMild);
  }

  /** Runs it. An error names the lies that were told, and what was said of them. */
  void run() throws Exception {
    liar = new Liar(world);
    try (Loopback loopback = new Loopback(liar)) {
      server = loopback;
      liar.listensAt(loopback.port());
      if (random.nextBoolean()) {
        incremental();
      } else {
        full();
      }
      assertThat(loopback.failures()).isEmpty();
      assertThat(loopback.malformed()).as("request lines that are no HTTP").isEmpty();
    }
  }

  private void full() throws IOException {
    lying(Map.of(), Map.of());
    truthful("the truthful run after it");
  }

  private void incremental() throws IOException {
    truthful("the truthful run before it");
    Map<String, byte[]> before = Files.in(folder);
    Map<String, byte[]> old = Files.of(world);
    Set<String> calendars = new HashSet<>(world.calendars().keySet());
    truth.change();
    calendars.retainAll(world.calendars().keySet());
    held = calendars;
    lying(before, old);
    truthful("the truthful run after it");
  }

  private Set<String> held = Set.of();

  private void truthful(String what) throws IOException {
    liar.begin(List.of(), seed, Set.of());
    Run outcome = service.run(config(), folder);
    assertThat(outcome.causes()).as("%s of %s", what, world).isEmpty();
    assertThat(outcome.complete()).as("%s of %s", what, world).isTrue();
    assertThat(difference()).as("%s of %s", what, world).isNull();
  }

  private void lying(Map<String, byte[]> before, Map<String, byte[]> old) throws IOException {
    liar.begin(rules, seed, held);
    Run outcome = service.run(config(), folder);
    List<String> told = liar.told();
    String story =
        "%n%s%n%d of %d answers were spoilt, by %s:%n  %s%nand the backup said %s:%n  %s%n%s%n"
            .formatted(
                world,
                told.size(),
                liar.requests(),
                rules,
                told.stream().limit(30).collect(Collectors.joining("\n  ")),
                outcome.complete() ? "that it is whole" : "that it is not whole",
                outcome.causes().stream().limit(12).collect(Collectors.joining("\n  ")),
                outcome.gone());
    if (outcome.complete()) {
      assertThat(difference()).as("exit 0 means that all is there%s", story).isNull();
    } else {
      assertThat(isMild).as("a client must survive this%s", story).isFalse();
      assertThat(outcome.causes()).as("what is wrong is said%s", story).isNotEmpty();
    }
    assertThat(damage(before, old)).as("nothing good is lost%s", story).isNull();
    assertThat(outcome.causes())
        .as("sentences, not stack traces%s", story)
        .noneMatch(said -> said.isBlank() || RAW.matcher(said).find());
    assertThat(outcome.causes())
        .as("no secret is told%s", story)
        .noneMatch(said -> SECRET.matcher(said).find());
    assertThat(liar.requests()).as("requests%s", story).isLessThan(100 + 40 * world.size());
    assertThat(liar.requestsAfterTheEnd())
        .as("requests after the end%s", story)
        .isLessThan(mostAfterTheEnd());
  }

  /** Accounts get locked by tries to sign in; a server that is away may come back. */
  private int mostAfterTheEnd() {
    return rules.stream().anyMatch(rule -> rule.lie() == Lie.UNAUTHORIZED) ? 15 : 60;
  }

  private Map<String, String> config() {
    Map<String, String> config = new HashMap<>();
    String root = "http://127.0.0.1:" + server.port();
    String[] paths = {"/", World.PRINCIPAL, World.HOME, "/.well-known/caldav"};
    String path = paths[(int) Math.floorMod(seed, 4)];
    if (world.traits().wellKnown == null && path.startsWith("/.")
        || world.traits().hasOtherHome && path.equals(World.HOME)) {
      path = "/";
    }
    config.put("location", "caldav+" + root + path);
    config.put("io_timeout", "20s");
    if (world.traits().tokens) {
      config.put("name", "custom");
      config.put("client_id", "backup");
      config.put("refresh_token", REFRESH_TOKEN);
      config.put("token_url", root + "/token");
      config.put("token_file", tokens.toString());
    } else {
      config.put("username", TruthServer.USER);
      config.put("password", TruthServer.PASSWORD);
    }
    return config;
  }

  /** How the folder differs from the truth, null when it does not. */
  private String difference() throws IOException {
    Map<String, byte[]> there = Files.in(folder);
    Map<String, byte[]> wanted = Files.of(world);
    for (World.Calendar calendar : world.calendars().values()) {
      String path = Files.directory(calendar) + Files.IDENTITY;
      byte[] identity = there.remove(path);
      String fault = identity == null ? "is missing" : Identity.fault(identity, calendar);
      if (fault != null) {
        return path + " " + fault;
      }
    }
    return Files.difference(there, wanted);
  }

  /**
   * What the lies did to the folder, null for nothing: a file that never was the truth, or one that
   * is missing though an earlier run wrote it and the server has it.
   */
  private String damage(Map<String, byte[]> before, Map<String, byte[]> old) throws IOException {
    Map<String, byte[]> there = Files.in(folder);
    Map<String, byte[]> now = Files.of(world);
    Map<String, byte[]> strange = new TreeMap<>(there);
    strange.entrySet().removeIf(file -> isOneOf(file, old, now) || isIdentity(file.getKey()));
    for (Map.Entry<String, byte[]> file : strange.entrySet()) {
      return file.getKey() + " was never " + Files.shown(file.getValue());
    }
    List<String> kept = new ArrayList<>(before.keySet());
    kept.retainAll(now.keySet());
    for (String path : kept) {
      if (!there.containsKey(path)) {
        return path + " is gone from the folder";
      }
    }
    return null;
  }

  private static boolean isIdentity(String path) {
    return path.endsWith("/" + Files.IDENTITY);
  }

  @SafeVarargs
  private static boolean isOneOf(Map.Entry<String, byte[]> file, Map<String, byte[]>... truths) {
    for (Map<String, byte[]> each : truths) {
      byte[] truth = each.get(file.getKey());
      if (truth != null && Arrays.equals(truth, file.getValue())) {
        return true;
      }
    }
    return false;
  }
}
