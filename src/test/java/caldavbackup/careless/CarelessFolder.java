package caldavbackup.careless;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder as people hand it to a restore: exports and vdirs that were saved by several programs,
 * copied together, and never looked at again. It knows what is in it, for it made it.
 */
final class CarelessFolder {
  private static final String[] UIDS = {
    "1@x",
    "1@X",
    "ev/1",
    "ev 1",
    "tâche-7",
    "a+b",
    "0123456789abcdef0123456789ABCDEF",
    "{1-2}",
    "x.ics"
  };
  private static final String[] FOLDERS = {"work", "Work", "home", "Büro", "a+b", "c&d <e>"};
  private static final String[] EXPORTS = {
    "Klasse C", "Klasse C++", "klasse c", "Büro", "work", "Termine (2)", "x".repeat(300), "日", "!?"
  };
  private static final String[] NAMES = {
    "a.ics", "A.ics", "%41.ics", "b c.ics", "Ü.ics", "c.ICS", "1@x.ics", "d#e?.ics"
  };
  private static final String[] PASSED_OVER = {"alt.ical", "x.vcs", "frei.ifb", "y.icalendar"};

  private final Random random;
  private final Path root;
  private final Map<String, Integer> marks = new TreeMap<>();
  private final List<Version> versions = new ArrayList<>();
  private final Set<String> passedOver = new LinkedHashSet<>();
  private final Set<String> faulty = new LinkedHashSet<>();
  private final Set<String> hidden = new LinkedHashSet<>();
  private final Set<String> taken = new LinkedHashSet<>();
  private final Set<String> calendars = new LinkedHashSet<>();
  private final List<String> description = new ArrayList<>();
  private final List<String> uids = new ArrayList<>();
  private final boolean hasModified;

  CarelessFolder(Random random, Path root) throws IOException {
    this.random = random;
    this.root = root;
    this.hasModified = random.nextBoolean();
    for (int n = 2 + random.nextInt(5); n > 0; n--) {
      uids.add(random.nextInt(3) == 0 ? pick(UIDS) : "u-" + random.nextInt(1000));
    }
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      switch (random.nextInt(4)) {
        case 0 -> vdir();
        case 1 -> backup();
        case 2 -> exportsInFolder();
        default -> exports();
      }
    }
    litter();
  }

  /** All that it holds and that can be restored. */
  List<Version> versions() {
    return versions;
  }

  /** Files that look like calendars and are not read, each to be named. */
  Set<String> passedOver() {
    return passedOver;
  }

  /** Files in which something is wrong, each to be named. */
  Set<String> faulty() {
    return faulty;
  }

  /** Files that are no calendars, about which no complaint is due. */
  Set<String> hidden() {
    return hidden;
  }

  /** The calendars that it holds, by name. */
  Set<String> calendars() {
    return calendars;
  }

  String describe() {
    StringBuilder text = new StringBuilder(String.join("\n", description));
    versions.forEach(version -> text.append("\n  ").append(version));
    return text.toString();
  }

  private <T> T pick(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private String uid() {
    return oneIn(2) ? uids.get(random.nextInt(uids.size())) : "n-" + mark("uid");
  }

  private int mark(String what) {
    return marks.merge(what, 1, Integer::sum);
  }

  /** A folder with an object in each file, or what passes for one. */
  private void vdir() throws IOException {
    String folder = pick(FOLDERS);
    calendars.add(folder);
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      String uid = uid();
      FileText file = file(folder + "/" + name());
      if (oneIn(3)) { // a series, the rest of it perhaps in another file
        FileText rest = oneIn(2) ? file : file(folder + "/" + name());
        Version.Age age = age();
        file.add(series(file.path(), folder, uid, age));
        rest.add(instance(rest.path(), folder, uid, age));
        if (rest != file) {
          save(rest);
        }
      } else {
        file.add(event(file.path(), folder, uid, oneIn(6) ? "VTODO" : "VEVENT", age()));
      }
      save(file);
    }
    if (oneIn(2)) {
      write(folder + "/displayname", bytes(folder), "");
      write(folder + "/order", bytes("3"), "");
      write(folder + "/description", bytes("Wer kommt, kommt\n"), "");
      write(folder + "/color", bytes(oneIn(2) ? "#00ff00" : "#00FF00\n"), "");
    }
  }

  /** A folder of our own, as a backup leaves it: each UID once. */
  private void backup() throws IOException {
    String folder = "saved-" + mark("saved");
    calendars.add(folder);
    write(
        folder + "/.calendar.json",
        bytes(
            "{\"format\":1,\"href\":\"/elsewhere/%s/\",\"displayname\":\"%s\",\"transparent\":false}"
                .formatted(folder, folder)),
        "");
    for (int n = random.nextInt(4); n > 0; n--) {
      String path = folder + "/o" + n + ".ics";
      FileText file = FileText.plain(path);
      String uid = (oneIn(2) ? "s-" + folder : uids.get(0)) + (n == 1 ? "" : "-" + n);
      file.add(series(path, folder, uid, age()));
      if (oneIn(2)) {
        file.add(instance(path, folder, uid, age()));
      }
      save(file);
    }
  }

  /** Exports beside each other: calendars of their own, some of them saved more than once. */
  private void exports() throws IOException {
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      String name = pick(EXPORTS);
      calendars.add(name);
      int saved = oneIn(2) ? 1 : 2;
      List<String> held = heldUids();
      for (int i = 1; i <= saved; i++) {
        FileText file = file("export-%d-%d.ics".formatted(mark("export"), i));
        file.label(name);
        export(file, name, held, i);
      }
    }
  }

  /** Exports in a folder, which is their calendar whatever they call themselves. */
  private void exportsInFolder() throws IOException {
    String folder = pick(FOLDERS);
    calendars.add(folder);
    List<String> held = heldUids();
    for (int n = 1 + random.nextInt(2); n > 0; n--) {
      FileText file = file(folder + "/takeout-" + mark("export") + ".ics");
      if (oneIn(2)) {
        file.label(folder);
      }
      export(file, folder, held, n);
    }
  }

  private List<String> heldUids() {
    Set<String> held = new LinkedHashSet<>();
    for (int n = oneIn(3) ? 1 : 2 + random.nextInt(4); n > 0; n--) {
      held.add(uid());
    }
    return List.copyOf(held);
  }

  private void export(FileText file, String calendar, List<String> held, int edition)
      throws IOException {
    for (String uid : held) {
      if (oneIn(8)) {
        continue; // not in this edition
      }
      Version.Age age = age(edition);
      if (uid.hashCode() % 3 == 0) {
        file.add(series(file.path(), calendar, uid, age));
        file.add(instance(file.path(), calendar, uid, age));
      } else {
        file.add(event(file.path(), calendar, uid, oneIn(8) ? "VTODO" : "VEVENT", age));
      }
    }
    if (oneIn(10)) { // the program that wrote it appends
      file.add(event(file.path(), calendar, held.get(0), "VEVENT", age()));
    }
    if (oneIn(6)) {
      file.add(event(file.path(), calendar, null, "VEVENT", age(edition)));
    }
    if (file.versions().isEmpty()) {
      file.add(event(file.path(), calendar, "n-" + mark("uid"), "VEVENT", age(edition)));
    }
    save(file);
    if (oneIn(8)) { // Name(1).ics, the same again
      file.copies().forEach(versions::add);
      write(file.copyPath(), file.bytes(), "the same again");
    }
  }

  /** What lies around in folders. */
  private void litter() throws IOException {
    String folder = oneIn(2) ? "" : calendarFolder();
    if (oneIn(3)) {
      String path = folder + pick(PASSED_OVER);
      FileText file = FileText.plain(path);
      file.add(event(path, "none", "passed-over", "VEVENT", age()));
      write(path, file.bytes(), "passed over");
      passedOver.add(path);
    }
    if (oneIn(5)) {
      faulty(folder + "leer.ics", new byte[0]);
    }
    if (oneIn(6)) {
      faulty(folder + "login.ics", bytes("<!DOCTYPE html><html><body>Sign in</body></html>"));
    }
    if (oneIn(8) && !folder.startsWith("saved")) {
      cut(folder + "cut-" + mark("cut") + ".ics");
    }
    if (oneIn(8) && !folder.isEmpty()) {
      FileText file = FileText.plain(folder + "sub/deep.ics");
      file.add(event(file.path(), "none", "deep-" + mark("deep"), "VEVENT", age()));
      faulty(file.path(), file.bytes());
    }
    if (oneIn(3)) {
      hidden(folder + "._a.ics");
    }
    if (oneIn(4)) {
      hidden("__MACOSX/" + folder + "._b.ics");
    }
    if (oneIn(4)) {
      hidden(folder + ".DS_Store");
    }
  }

  /** A download that broke off: the events before its last one are whole. */
  private void cut(String path) throws IOException {
    FileText file = FileText.of(random, path);
    String calendar = path.contains("/") ? path.replaceFirst("/.*", "") : "the cut one";
    calendars.add(calendar);
    if (!path.contains("/")) {
      file.label(calendar);
    }
    for (int n = random.nextInt(3); n > 0; n--) {
      file.add(event(path, calendar, "n-" + mark("uid"), "VEVENT", age()));
    }
    versions.addAll(file.versions());
    file.add(event(path, calendar, "cut-" + mark("cut"), "VEVENT", age()));
    file.cut();
    write(path, file.bytes(), file.describe());
    faulty.add(path);
  }

  private String calendarFolder() throws IOException {
    try (var folders = Files.list(root)) {
      return folders
          .filter(Files::isDirectory)
          .map(path -> path.getFileName() + "/")
          .sorted()
          .findFirst()
          .orElse("");
    }
  }

  private void faulty(String path, byte[] bytes) throws IOException {
    write(path, bytes, "no calendar");
    faulty.add(path);
  }

  private void hidden(String path) throws IOException {
    write(path, new byte[] {0, 5, 22, 7, 0, 2, 0, 0, 'M', 'a', 'c', (byte) 0xff}, "of a Mac");
    hidden.add(path);
  }

  private String name() {
    return oneIn(3) ? pick(NAMES) : "f-" + mark("file") + ".ics";
  }

  /** A new file, written in one of many ways. */
  private FileText file(String path) {
    String free = path;
    while (Files.exists(root.resolve(free)) || !taken.add(free)) {
      free = path.replaceFirst("[^/]*$", "again-" + mark("again") + ".ics");
    }
    return FileText.of(random, free);
  }

  private void save(FileText file) throws IOException {
    versions.addAll(file.versions());
    write(file.path(), file.bytes(), file.describe());
  }

  private void write(String path, byte[] bytes, String how) throws IOException {
    Path place = root.resolve(path);
    Files.createDirectories(place.getParent());
    Files.write(place, bytes);
    description.add("%s (%d bytes) %s".formatted(path, bytes.length, how));
  }

  private Version.Age age() {
    return age(1 + random.nextInt(3));
  }

  /** The age of a version that was saved in this edition: one of three things tells. */
  private Version.Age age(int edition) {
    int tells = random.nextInt(3);
    String day = "2026010" + edition + "T000000Z";
    return new Version.Age(
        tells == 0 ? edition : 0,
        !hasModified ? "" : tells == 1 ? day : "20250101T000000Z",
        tells == 2 ? day : "20250101T000000Z");
  }

  private Version event(String file, String calendar, String uid, String type, Version.Age age) {
    return version(file, calendar, uid, null, type, age, "");
  }

  private Version series(String file, String calendar, String uid, Version.Age age) {
    return version(file, calendar, uid, null, "VEVENT", age, "RRULE:FREQ=DAILY;COUNT=9");
  }

  private Version instance(String file, String calendar, String uid, Version.Age age) {
    String at = "2026030" + (1 + random.nextInt(2)) + "T100000Z";
    return version(file, calendar, uid, at, "VEVENT", age, "");
  }

  private Version version(
      String file,
      String calendar,
      String uid,
      String recurrence,
      String type,
      Version.Age age,
      String rule) {
    List<String> lines = new ArrayList<>();
    lines.add("SUMMARY:" + pick(FileText.TEXTS) + " mark" + mark("summary"));
    lines.add(FileText.start(random));
    if (!rule.isEmpty()) {
      lines.add(rule);
    }
    if (oneIn(4)) {
      lines.add("LOCATION:" + pick(FileText.TEXTS) + " and ".repeat(30));
    }
    return new Version(file, calendar, uid, recurrence, type, age, List.copyOf(lines));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
