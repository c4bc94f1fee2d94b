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
 * One listing of an account: the directories of its calendars in the snapshot, and what was listed
 * and delivered.
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
   * Creates the entries of an imaginary calendar, so that the required classes are loaded while the
   * routes start.
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
   * Sends the entries to this consumer instead of a sink, for several objects of one calendar at a
   * time. The consumer reads the objects itself; nothing is read ahead.
   */
  public void handTo(Consumer<List<SnapshotEntry>> takerOfAll) {
    taker = takerOfAll;
  }

  /** Returns whether the entries go to a consumer. */
  boolean hasTaker() {
    return taker != null;
  }

  /** Passes entries to the consumer, if there is one. */
  void handToTaker(List<SnapshotEntry> entries) {
    if (taker != null && !entries.isEmpty()) {
      taker.accept(entries);
    }
  }

  /**
   * Begins, possibly again, with the options of the account. From an earlier run, only the content
   * of the store and the ignore patterns stay.
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
   * Sets the gitignore patterns of paths that the store will leave out, so that their bytes are not
   * read ahead.
   *
   * @throws Failure when there are patterns, but the library that evaluates them is missing
   */
  public void ignore(List<String> patterns) throws Failure {
    if (patterns.isEmpty()) {
      ignored = path -> false;
      return;
    }
    OptionalLibrary.GITIGNORE.require("a list of ignore patterns");
    GitIgnore rules = new GitIgnore(String.join("\n", patterns));
    ignored = path -> Boolean.TRUE.equals(rules.isIgnoredFile(path));
  }

  /** The selection of objects. */
  ObjectSelection objects() {
    return objects;
  }

  /** Counts an object that the options exclude. */
  void leftOut(Calendar calendar) {
    leftOut.merge(calendar, 1, Integer::sum);
    notWanted++;
  }

  /** Returns the number of objects of the calendar that the options exclude, so far. */
  int leftOutOf(Calendar calendar) {
    return leftOut.getOrDefault(calendar, 0);
  }

  /** Returns the name of the calendar's directory. */
  String directory(Calendar calendar) {
    return directories.get(calendar).substring(1);
  }

  /** Counts listed objects. */
  void listed(int objects) {
    listed += objects;
  }

  /** Sets the run on the account that lists it. Later reads belong to it, too. */
  void setAccountRun(Run run) {
    accountRun = run;
  }

  /** The run on the account; null before the listing. */
  public Run accountRun() {
    return accountRun;
  }

  /** The objects that may be requested. */
  public ReadAhead readAhead() {
    return readAhead;
  }

  /** The content of a generated file; null for objects. */
  public byte[] content(String path) {
    return contents.get(path);
  }

  /** Returns whether the bytes of the path, up to this size, are available without waiting. */
  public boolean isAtHand(String path, int mostBytes) {
    byte[] content = contents.get(path);
    return content == null ? readAhead.isAtHand(path, mostBytes) : content.length <= mostBytes;
  }

  /** Notes that this path will not be requested again. */
  public void forget(String path) {
    contents.remove(path);
    readAhead.forget(path);
  }

  /** Sets the calendars that the store holds from an earlier run. */
  public void hold(HeldCalendars inStore) {
    held = inStore;
  }

  HeldCalendars held() {
    return held;
  }

  /** Assigns directories to these calendars, in addition to those assigned before. */
  void place(List<Calendar> calendars, List<String> homes) {
    places
        .add(calendars, homes, held)
        .forEach((calendar, name) -> directories.put(calendar, "/" + name));
  }

  private List<Calendar> calendars() {
    return List.copyOf(directories.keySet());
  }

  /**
   * The directory of the calendar and the files in it, except objects and the file of {@link
   * #identityOf}. If the server did not return all properties, files from an earlier run are not
   * overwritten.
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
   * The file with the identity of the calendar and the number of its objects. It comes last,
   * because a snapshot alone cannot show that objects are missing. Empty for a consumer, which
   * keeps its own list and has the file already.
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

  /** The entry of an object, which may be requested from now on. */
  SnapshotEntry entryOf(Member member) {
    String path = directories.get(member.calendar()) + "/" + SnapshotNames.file(member.name());
    counts.merge(member.calendar(), 1, Integer::sum);
    readAhead.expect(path, member, taker == null && !ignored.test(path));
    if (!member.hasVersion() && !saidUnversioned) {
      saidUnversioned = true;
      LOG.warn(
          "calendar {}: each backup reads objects without ETag and date again",
          member.calendar().label());
    }
    long version = member.tellsChanges(started) ? member.version() : unversioned.incrementAndGet();
    return new SnapshotEntry(path, false, member.length(), member.modified(), version, member);
  }

  /** Counts objects whose entries were accepted. */
  void handedOn(List<SnapshotEntry> entries) {
    for (SnapshotEntry entry : entries) {
      handedOn += entry.member() == null ? 0 : 1;
    }
  }

  void failed(String sentence) {
    failures.add(sentence);
  }

  /** Notes that the listing of the calendar is incomplete. */
  void incomplete(Calendar calendar) {
    incomplete.add(calendar);
  }

  /** Fails unless every calendar was listed completely and every listed object was delivered. */
  void prove() throws Failure {
    leftOut.forEach(
        (calendar, count) ->
            LOG.warn(
                "calendar {}: {} excluded by {}",
                calendar.label(),
                count == 1 ? "1 object" : count + " objects",
                objects.options()));
    if (!failures.isEmpty()) {
      throw Failure.incomplete(String.join("; ", failures));
    }
    if (listed != handedOn + notWanted) {
      throw Failure.incomplete(
          "only " + (handedOn + notWanted) + " of " + listed + " listed objects were delivered");
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
