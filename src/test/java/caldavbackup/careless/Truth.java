package caldavbackup.careless;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.careless.Restorer.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What must hold after a restore of a careless folder: worked out from what the generator made and
 * from what the server has, never from what the program under test makes of it.
 */
final class Truth {
  /** A component on the server, and the object that it is part of. */
  private record Held(String path, Parsed object, Parsed.Component component) {
    String uid() {
      return component.value("UID");
    }
  }

  private final Scene scene;
  private final Map<String, byte[]> before;
  private final Map<String, String> elsewhere;

  /** Notes what the server has before anything is restored. */
  Truth(Scene scene) {
    this.scene = scene;
    this.before = scene.server.objects();
    this.elsewhere = propertiesElsewhere();
  }

  private Map<String, String> propertiesElsewhere() {
    MoodyCalendar calendar = scene.server.calendars.get(MoodyServer.HOME + Scene.ELSEWHERE + "/");
    return calendar == null ? Map.of() : new TreeMap<>(calendar.properties);
  }

  /** What holds after every run that was to write, however it ended. */
  void check(Outcome outcome) {
    sentences(outcome);
    List<Held> held = held();
    untouched();
    nothingStrange(held);
    onceInACalendar(held);
    zones(held);
    if (!outcome.isVetoed()) {
      for (Version version : scene.folder.versions()) {
        assertThat(isAccounted(version, held, outcome))
            .as("%s%nis neither on the server nor named", version)
            .isTrue();
      }
      named(outcome);
    }
  }

  /** A server that refuses nothing: all is done but for what is wrong with the folder. */
  void checkComplete(Outcome outcome) {
    check(outcome);
    if (outcome.isVetoed() && scene.conflict().equals("fail")) {
      boolean isThere = scene.before.values().stream().anyMatch(this::isInFolder);
      assertThat(isThere || !scene.server.rivals.isEmpty()).as("a conflict").isTrue();
      return;
    }
    List<String> problems = new ArrayList<>(outcome.problems());
    Set<String> mixed = mixed();
    problems.removeIf(problem -> mixed.stream().anyMatch(file -> isOf(file, problem)));
    problems.removeIf(
        problem ->
            faults().stream()
                .anyMatch(
                    file ->
                        isOf(file, problem)
                            || (file.endsWith("/sub/deep.ics")
                                && problem.startsWith(file.replace("/deep.ics", "") + ":"))));
    assertThat(problems).as("what a server that refuses nothing has not").isEmpty();
    if (!outcome.isOk()) {
      mixed.addAll(faults());
      assertThat(mixed).as("what is wrong with the folder").isNotEmpty();
    }
  }

  /** Files with an event whose UID is that of a task as well, or the other way round. */
  private Set<String> mixed() {
    Set<String> files = new HashSet<>();
    for (Version one : scene.folder.versions()) {
      boolean isMixed =
          scene.folder.versions().stream()
              .anyMatch(
                  other ->
                      one.uid() != null
                          && one.uid().equals(other.uid())
                          && !one.type().equals(other.type())
                          && mayMeet(one, other));
      if (isMixed) {
        files.add(one.file());
      }
    }
    return files;
  }

  private Set<String> faults() {
    Set<String> faults = new HashSet<>(scene.folder.faulty());
    faults.addAll(scene.folder.passedOver());
    return faults;
  }

  /** The dry run and the run before which it was made say the same of each object. */
  void samePlan(Outcome dry, Outcome run) throws IOException {
    assertThat(objects(run.plan())).isEqualTo(objects(dry.plan()));
    boolean isForeseeable = run.isOk() && scene.server.rivals.isEmpty();
    if (isForeseeable && !scene.conflict().equals("copy")) { // which may need new UIDs
      for (Version version : scene.folder.versions()) {
        assertThat(isFileNamed(version, dry) || !isFileNamed(version, run))
            .as("the dry run names " + version.file())
            .isTrue();
      }
    }
  }

  private static List<String> objects(String plan) throws IOException {
    List<String> objects = new ArrayList<>();
    if (!plan.isEmpty()) {
      for (JsonNode calendar : new ObjectMapper().readTree(plan).path("calendars")) {
        for (JsonNode object : calendar.path("objects")) {
          objects.add(
              String.join(
                  " ",
                  object.path("path").asText(),
                  object.path("uid").asText(),
                  object.path("action").asText()));
        }
      }
    }
    return objects;
  }

  private static void sentences(Outcome outcome) {
    assertThat(outcome.said())
        .doesNotContain("\tat ", "Exception", "java.", "null:", ": null")
        .doesNotContainPattern("[a-z]\\.[A-Z][a-zA-Z]+Error");
  }

  private List<Held> held() {
    List<Held> held = new ArrayList<>();
    scene
        .server
        .objects()
        .forEach(
            (path, bytes) -> {
              Parsed parsed = Parsed.of(bytes);
              parsed.entries().forEach(entry -> held.add(new Held(path, parsed, entry)));
            });
    return held;
  }

  private boolean isInFolder(Version version) {
    return isOfFolder(version.uid());
  }

  /** What was there and is not in the folder is as it was, to the byte. */
  private void untouched() {
    Map<String, byte[]> now = scene.server.objects();
    scene.before.forEach(
        (path, version) -> {
          boolean mayChange =
              scene.conflict().equals("overwrite")
                  && isInFolder(version)
                  && !path.contains("/" + Scene.ELSEWHERE + "/");
          if (!mayChange) {
            assertThat(now.get(path)).as(path).isEqualTo(before.get(path));
          }
        });
    assertThat(propertiesElsewhere()).isEqualTo(elsewhere);
  }

  /** Each component on the server is one of the folder's, or was there before. */
  private void nothingStrange(List<Held> held) {
    for (Held one : held) {
      boolean isKnown =
          scene.folder.versions().stream().anyMatch(version -> isVersion(version, one))
              || scene.before.values().stream().anyMatch(version -> isVersion(version, one))
              || one.component().lines().contains("SUMMARY:of a rival");
      assertThat(isKnown)
          .as("%s has an unknown component: %s", one.path(), one.component().lines())
          .isTrue();
    }
  }

  /** With conflict=copy an object may have got a new UID, which is documented. */
  private boolean isVersion(Version version, Held one) {
    boolean mayHaveNewUid = version.uid() == null || scene.conflict().equals("copy");
    return version.isIn(one.component())
        && Objects.equals(version.recurrence(), one.component().value("RECURRENCE-ID"))
        && (mayHaveNewUid || version.uid().equals(one.uid()));
  }

  private void onceInACalendar(List<Held> held) {
    held.stream()
        .collect(
            Collectors.groupingBy(
                one -> MoodyAnswers.parent(one.path()) + " " + one.uid(),
                Collectors.mapping(Held::path, Collectors.toSet())))
        .forEach((uid, paths) -> assertThat(paths).as("objects of " + uid).hasSize(1));
  }

  /** Each object has the time zones that it uses, as the folder has them. */
  private void zones(List<Held> held) {
    for (Held one : held) {
      for (String zone : one.component().zones()) {
        boolean isThere =
            one.object().components().stream()
                .filter(Parsed.Component::isZone)
                .anyMatch(
                    z ->
                        zone.equals(z.value("TZID"))
                            && z.lines().contains(FileText.zoneName(zone)));
        assertThat(isThere || scene.before.containsKey(one.path()))
            .as("%s has the time zone %s", one.path(), zone)
            .isTrue();
      }
    }
  }

  private boolean isAccounted(Version version, List<Held> held, Outcome outcome) {
    return isPresent(version, held)
        || isKept(version, outcome)
        || isSuperseded(version, held, outcome)
        || (!outcome.isOk() && isNamed(version, outcome));
  }

  private boolean isPresent(Version version, List<Held> held) {
    boolean isCopy = scene.conflict().equals("copy");
    return held.stream()
        .filter(one -> !isCopy || !scene.before.containsKey(one.path()))
        .anyMatch(one -> isVersion(version, one));
  }

  /**
   * One is there already, and the user said that it stays; the report counts and the plan names it.
   */
  private boolean isKept(Version version, Outcome outcome) {
    boolean isThere =
        scene.before.entrySet().stream()
            .filter(there -> !there.getKey().contains("/" + Scene.ELSEWHERE + "/"))
            .map(Map.Entry::getValue)
            .anyMatch(there -> there.uid().equals(version.uid()) && mayMeet(there, version));
    return (isRivalled(version) || (isThere && scene.conflict().equals("skip")))
        && List.of("skip", "copy").contains(scene.conflict())
        && (isNamed(version, outcome) || outcome.plan().contains("/" + version.file() + "\""));
  }

  /** Another client was quicker. */
  private boolean isRivalled(Version version) {
    return scene.server.rivals.values().stream()
        .flatMap(bytes -> Parsed.of(bytes).uids().stream())
        .anyMatch(uid -> version.uid() == null ? !isOfFolder(uid) : version.uid().equals(uid));
  }

  private boolean isOfFolder(String uid) {
    return scene.folder.versions().stream().anyMatch(version -> uid.equals(version.uid()));
  }

  /** A newer version of it is there, or accounted for itself, and its own file is named. */
  private boolean isSuperseded(Version version, List<Held> held, Outcome outcome) {
    return isFileNamed(version, outcome)
        && scene.folder.versions().stream()
            .filter(other -> other.uid() != null && other.uid().equals(version.uid()))
            .filter(other -> !other.saysTheSame(version) && mayMeet(other, version))
            .filter(other -> isNewer(other, version))
            .anyMatch(
                other ->
                    isPresent(other, held)
                        || isKept(other, outcome)
                        || (!outcome.isOk() && isNamed(other, outcome)));
  }

  /**
   * An instance that only an older file has may have been taken back in the newer one; a UID cannot
   * be an event and a task.
   */
  private static boolean isNewer(Version other, Version version) {
    int order = other.age().compareTo(version.age());
    return other.isOf(version) && other.type().equals(version.type())
        ? order >= 0
        : order > 0 || !other.type().equals(version.type());
  }

  /** Whether the two may belong into one calendar: names that differ are two calendars. */
  private boolean mayMeet(Version one, Version other) {
    return scene.isIntoOne() || one.calendar().equals(other.calendar());
  }

  private boolean isNamed(Version version, Outcome outcome) {
    long uids =
        scene.folder.versions().stream()
            .filter(other -> other.file().equals(version.file()))
            .map(other -> String.valueOf(other.uid()))
            .distinct()
            .count();
    // a series is named by the title of its master, and with it all its overrides
    boolean isObjectNamed =
        scene.folder.versions().stream()
            .filter(other -> other == version || isOfSameObject(other, version))
            .map(other -> other.lines().get(0).replaceFirst(".*(mark\\d+)$", "$1\""))
            .anyMatch(outcome::names);
    return isObjectNamed
        || (version.uid() != null && outcome.names(version.uid()))
        || (uids == 1 && isFileNamed(version, outcome));
  }

  private static boolean isOfSameObject(Version one, Version other) {
    return one.uid() != null && one.uid().equals(other.uid()) && one.file().equals(other.file());
  }

  /** Whether a problem is one of a file, which is named alone or behind the label of an event. */
  private static boolean isOf(String file, String problem) {
    return problem.startsWith(file + ":") || problem.contains(" (" + file + "): ");
  }

  private static boolean isFileNamed(Version version, Outcome outcome) {
    return outcome.names(version.file());
  }

  /** What is wrong with the folder itself is told; what is no calendar is not. */
  private void named(Outcome outcome) {
    for (String file : faults()) {
      assertThat(outcome.said()).as("names " + file).contains(file);
    }
    for (String file : scene.folder.hidden()) {
      assertThat(outcome.problems()).noneMatch(problem -> problem.startsWith(file));
    }
  }
}
