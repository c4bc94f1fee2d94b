package caldavbackup.backup;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;
import caldavbackup.caldav.Member;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Run;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.options.Options;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.snapshot.SnapshotNames;
import caldavbackup.text.Failure;
import caldavbackup.text.OptionalLibrary;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import nl.basjes.gitignore.GitIgnore;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listing of an account under way: where its calendars lie in the snapshot, what was listed and
 * what was handed on.
 */
public final class BackupRun {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private volatile ReadAhead readAhead = new ReadAhead();
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private final Map<Calendar, String> directories = new HashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final AtomicLong unversioned = new AtomicLong(System.nanoTime());
  private final Map<Calendar, Integer> leftOut = new LinkedHashMap<>();
  private final Map<Calendar, Integer> counts = new HashMap<>();
  private final Set<Calendar> incomplete = new HashSet<>();
  private SnapshotDirectories places = new SnapshotDirectories();
  private HeldCalendars held = HeldCalendars.NONE;
  private ObjectSelection objects = ObjectSelection.ALL;
  private Map<String, String> selected = Map.of();
  private Predicate<String> ignored = path -> false;
  private boolean saidUnversioned;
  private Instant started = Instant.now();
  private volatile Run accountRun;
  private Consumer<List<SnapshotEntry>> taker;
  private boolean isBegun;
  private long listed;
  private long notWanted;
  private long handedOn;

  /**
   * Makes the entries of a calendar that is nowhere, so that the classes behind them are loaded
   * while the routes start.
   */
  public static void prepare() {
    BackupRun nowhere = new BackupRun();
    Calendar calendar = Calendar.named("http://caldav.invalid/", "");
    nowhere.place(List.of(calendar), List.of());
    nowhere.entriesOf(calendar, false);
  }

  /** The run on the exchange, or null. */
  static BackupRun of(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.BACKUP, BackupRun.class);
  }

  /**
   * The entries go to this taker, those of some objects of one calendar at a time, and to no sink.
   * He reads them himself: nothing is read ahead.
   */
  public void handTo(Consumer<List<SnapshotEntry>> takerOfAll) {
    taker = takerOfAll;
  }

  /** Whether the entries go to a taker. */
  boolean hasTaker() {
    return taker != null;
  }

  /** Hands entries to the taker, when there is one. */
  void handToTaker(List<SnapshotEntry> entries) {
    if (taker != null && !entries.isEmpty()) {
      taker.accept(entries);
    }
  }

  /**
   * Begins, perhaps once more, with what the user wants of the account. Of a run before, only what
   * the store holds and leaves out stays.
   */
  void begin(Options options) {
    if (isBegun) {
      readAhead.close();
      readAhead = new ReadAhead();
      contents.clear();
      saidUnversioned = false;
      started = Instant.now();
    }
    isBegun = true;
    failures.clear();
    leftOut.clear();
    counts.clear();
    incomplete.clear();
    directories.clear();
    places = new SnapshotDirectories();
    listed = 0;
    notWanted = 0;
    handedOn = 0;
    objects = new ObjectSelection(options.components(), options.since(), options.until());
    selected = options.selected();
  }

  /**
   * Whoever stores the entries will leave these out himself (gitignore patterns on their paths);
   * their bytes need not be read ahead.
   *
   * @throws Failure when there are patterns, and the library that reads them is not there
   */
  public void ignore(List<String> patterns) throws Failure {
    if (patterns.isEmpty()) {
      ignored = path -> false;
      return;
    }
    OptionalLibrary.GITIGNORE.require("a list of patterns of what to leave out");
    GitIgnore rules = new GitIgnore(String.join("\n", patterns));
    ignored = path -> Boolean.TRUE.equals(rules.isIgnoredFile(path));
  }

  /** Which objects are wanted. */
  ObjectSelection objects() {
    return objects;
  }

  /** Counts an object that the user does not want. */
  void leftOut(Calendar calendar) {
    leftOut.merge(calendar, 1, Integer::sum);
    notWanted++;
  }

  /** Counts objects that a listing named. */
  void listed(int objects) {
    listed += objects;
  }

  /** The run on the account that lists it: what is opened later belongs to it, too. */
  void setAccountRun(Run run) {
    accountRun = run;
  }

  /** The run on the account; null before the account was listed. */
  public Run accountRun() {
    return accountRun;
  }

  /** The objects that may be asked for. */
  public ReadAhead readAhead() {
    return readAhead;
  }

  /** The content of a file that does not come from the server as it is; null for objects. */
  public byte[] content(String path) {
    return contents.get(path);
  }

  /** Whether the path's bytes are here, at most so many, and can be had without waiting. */
  public boolean isAtHand(String path, int mostBytes) {
    byte[] content = contents.get(path);
    return content == null ? readAhead.isAtHand(path, mostBytes) : content.length <= mostBytes;
  }

  /** Nobody will ask for this path again. */
  public void forget(String path) {
    contents.remove(path);
    readAhead.forget(path);
  }

  /** What the place that stores the entries holds of an earlier run. */
  public void hold(HeldCalendars inStore) {
    held = inStore;
  }

  HeldCalendars held() {
    return held;
  }

  /** Gives each of these calendars its directory, beside those that have theirs. */
  void place(List<Calendar> calendars, List<String> homes) {
    places
        .add(calendars, homes, held)
        .forEach((calendar, name) -> directories.put(calendar, "/" + name));
  }

  private List<Calendar> calendars() {
    return List.copyOf(directories.keySet());
  }

  /**
   * The calendar's directory and the files beside its objects, but for the one that {@link
   * #identityOf} gives. Files that are held from an earlier run are not written over by what the
   * server did not tell whole.
   */
  List<SnapshotEntry> entriesOf(Calendar calendar, boolean isUnsure) {
    List<SnapshotEntry> entries = new ArrayList<>();
    entries.add(SnapshotEntry.ofDirectory(directories.get(calendar)));
    if (!isHeld(calendar, isUnsure)) {
      Map<String, byte[]> files = files(calendar, null);
      if (!hasTaker()) {
        files.remove(CalendarFiles.IDENTITY);
      }
      addAll(entries, calendar, files);
    }
    return entries;
  }

  /**
   * The file that says which calendar it is, and how many objects it had: after these, for a
   * snapshot cannot tell by itself that it lacks some. Nothing for a taker, who keeps a list of his
   * own and has the file already.
   */
  List<SnapshotEntry> identityOf(Calendar calendar, boolean isUnsure) {
    List<SnapshotEntry> entries = new ArrayList<>();
    if (!hasTaker() && !isHeld(calendar, isUnsure)) {
      CalendarFiles.Count count =
          new CalendarFiles.Count(counts.getOrDefault(calendar, 0), !incomplete.contains(calendar));
      Map<String, byte[]> files = files(calendar, count);
      files.keySet().retainAll(Set.of(CalendarFiles.IDENTITY));
      addAll(entries, calendar, files);
    }
    return entries;
  }

  private boolean isHeld(Calendar calendar, boolean isUnsure) {
    return isUnsure && held.paths().containsValue(directories.get(calendar).substring(1));
  }

  private Map<String, byte[]> files(Calendar calendar, CalendarFiles.Count count) {
    return CalendarFiles.of(calendar, CalendarParts.whole(calendar, calendars()), selected, count);
  }

  private void addAll(List<SnapshotEntry> entries, Calendar calendar, Map<String, byte[]> files) {
    files.forEach(
        (name, bytes) -> {
          String path = directories.get(calendar) + "/" + name;
          contents.put(path, bytes);
          entries.add(new SnapshotEntry(path, false, bytes.length, Instant.EPOCH, hash(bytes)));
        });
  }

  /** The entry of an object, which may be asked for from now on. */
  SnapshotEntry entryOf(Member member) {
    String path = directories.get(member.calendar()) + "/" + SnapshotNames.file(member.name());
    counts.merge(member.calendar(), 1, Integer::sum);
    readAhead.expect(path, member, taker == null && !ignored.test(path));
    if (!member.hasVersion() && !saidUnversioned) {
      saidUnversioned = true;
      LOG.warn(
          "calendar {}: objects without ETag and date are read anew in every backup",
          member.calendar().label());
    }
    long version = member.tellsChanges(started) ? member.version() : unversioned.incrementAndGet();
    return new SnapshotEntry(path, false, member.length(), member.modified(), version, member);
  }

  /** Counts objects whose entries were taken. */
  void handedOn(List<SnapshotEntry> entries) {
    for (SnapshotEntry entry : entries) {
      handedOn += entry.member() == null ? 0 : 1;
    }
  }

  void failed(String sentence) {
    failures.add(sentence);
  }

  /** The calendar could not be listed to its end. */
  void incomplete(Calendar calendar) {
    incomplete.add(calendar);
  }

  /** Fails unless every calendar was listed to its end and every object listed was handed on. */
  void prove() throws Failure {
    leftOut.forEach(
        (calendar, count) ->
            LOG.warn(
                "calendar {}: {} left out by {}",
                calendar.label(),
                count == 1 ? "1 object" : count + " objects",
                objects.options()));
    if (!failures.isEmpty()) {
      throw Failure.incomplete(String.join("; ", failures));
    }
    if (listed != handedOn + notWanted) {
      throw Failure.incomplete(
          "only " + (handedOn + notWanted) + " of " + listed + " listed objects were handed on");
    }
  }

  private static long hash(byte[] bytes) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
