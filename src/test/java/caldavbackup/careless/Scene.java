package caldavbackup.careless;

import caldavbackup.careless.MoodyServer.Traits;
import caldavbackup.careless.MoodyServer.UidScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A careless folder, the server that it is restored into, and how: all by one seed. */
final class Scene implements AutoCloseable {
  private static final int[] REFUSALS = {400, 403, 403, 409, 412, 415};
  private static final String[] CONFLICTS = {"overwrite", "overwrite", "skip", "fail", "copy"};

  /** A calendar that is there and that nothing of the folder belongs to. */
  static final String ELSEWHERE = "elsewhere";

  final CarelessFolder folder;
  final Path place;
  final MoodyServer server;
  final Traits traits;
  final Map<String, String> options = new TreeMap<>();

  /** What is on the server before all begins, by its path; its file is the server. */
  final Map<String, Version> before = new LinkedHashMap<>();

  private final Random random;
  private final int moody;

  Scene(long seed, Path place) throws IOException {
    this.random = new Random(seed);
    this.place = Files.createDirectories(place);
    this.folder = new CarelessFolder(random, place);
    this.traits =
        new Traits(
            UidScope.values()[random.nextInt(3)],
            random.nextInt(4) == 0 ? List.of("VEVENT") : List.of(),
            random.nextInt(5) == 0 ? 500 : 0,
            random.nextBoolean(),
            REFUSALS[random.nextInt(REFUSALS.length)],
            random.nextInt(3) == 0);
    this.moody = random.nextInt(3) * 20;
    this.server = new MoodyServer(traits, new Moods(seed, moody));
    options.put("location", server.location());
    options.put("conflict", CONFLICTS[random.nextInt(CONFLICTS.length)]);
    if (random.nextInt(4) == 0) {
      options.put("calendar", random.nextBoolean() ? "all" : "Alles (neu)");
    }
    fillServer();
    server.takeRequests();
  }

  /** Whether nothing stands in the way of what is in the folder. */
  boolean isEasy() {
    return moody == 0
        && traits.uids() == UidScope.NOWHERE
        && traits.types().isEmpty()
        && traits.largest() == 0;
  }

  String conflict() {
    return options.get("conflict");
  }

  boolean isIntoOne() {
    return options.containsKey("calendar");
  }

  private void fillServer() {
    List<String> names = new ArrayList<>(folder.calendars());
    if (isIntoOne()) {
      names = List.of(options.get("calendar"));
    }
    int number = 0;
    for (String name : names) {
      if (random.nextInt(2) == 0) {
        boolean isSegment = name.matches("[a-z0-9+-]+") && name.length() < 100;
        fill(isSegment ? name : "there-" + ++number, name);
      }
    }
    if (random.nextInt(2) == 0) {
      fill(ELSEWHERE, "Anderswo");
    }
  }

  private void fill(String segment, String name) {
    MoodyCalendar calendar = server.calendar(segment, name);
    String path = MoodyServer.HOME + segment + "/";
    List<Version> some = new ArrayList<>(folder.versions());
    for (int n = some.isEmpty() ? 0 : random.nextInt(4); n > 0; n--) {
      Version one = some.get(random.nextInt(some.size()));
      boolean isIts = segment.equals(ELSEWHERE) || isIntoOne() || one.calendar().equals(name);
      boolean isTaken =
          before.entrySet().stream()
              .anyMatch(b -> b.getKey().startsWith(path) && b.getValue().uid().equals(one.uid()));
      if (isIts && !isTaken && one.uid() != null && one.recurrence() == null) {
        put(calendar, path, "p" + n + ".ics", random.nextInt(3) == 0 ? one : other(one));
      }
    }
    put(calendar, path, "only-here.ics", other(only(segment)));
  }

  private void put(MoodyCalendar calendar, String path, String name, Version version) {
    if (!calendar.types.isEmpty() && !calendar.types.contains(version.type())) {
      return;
    }
    FileText text = FileText.plain(name);
    text.add(version);
    calendar.objects.put(name, text.bytes());
    before.put(path + name, version);
  }

  private Version other(Version one) {
    List<String> lines =
        List.of("SUMMARY:of the server " + before.size(), "DTSTART:20260401T100000Z");
    return new Version("the server", one.calendar(), one.uid(), null, one.type(), one.age(), lines);
  }

  private static Version only(String segment) {
    Version.Age age = new Version.Age(0, "", "20250101T000000Z");
    return new Version("", segment, "only-in-" + segment, null, "VEVENT", age, List.of());
  }

  String describe() {
    return "options %s, server %s, refuses %d of 100%nbefore: %s%nfolder:%n%s"
        .formatted(options, traits, moody, before, folder.describe());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
