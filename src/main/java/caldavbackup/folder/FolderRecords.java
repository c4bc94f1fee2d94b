package caldavbackup.folder;

import caldavbackup.restore.plan.RestoreFile;
import caldavbackup.text.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The records of a folder, each directory before its content. A file is read when its record is
 * next. A file that cannot be read is a record with an error, so that the restore reports it.
 */
public final class FolderRecords implements Iterator<RestoreFile> {
  private static final Comparator<Path> BY_NAME =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getFileName().toString().getBytes(StandardCharsets.UTF_8),
              b.getFileName().toString().getBytes(StandardCharsets.UTF_8));

  /** Objects, descriptions of calendars, and Apple's files about a calendar. */
  private static final Pattern OF_CALENDAR =
      Pattern.compile("(?i).*\\.(?:ics|plist|calendar\\.json)");

  private static final int LARGE = 1 << 16;

  private final Deque<RestoreFile> ready = new ArrayDeque<>();
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Set<Path> within = new HashSet<>();
  private final Iterator<Map.Entry<String, String>> gaps;
  private final Predicate<String> isStray;

  /** A directory whose entries are being read. */
  private record Level(Path real, String path, Iterator<Path> entries) {}

  /**
   * Creates an iterator over the folder.
   *
   * @param gaps what the backup lacks: each path with a sentence that says why; these records come
   *     last
   */
  FolderRecords(Path folder, Map<String, String> gaps) {
    this(folder, gaps, path -> false);
  }

  private FolderRecords(Path folder, Map<String, String> gaps, Predicate<String> isStray) {
    this.isStray = isStray;
    this.gaps = gaps.entrySet().iterator();
    ready.add(directory("/"));
    enter(folder, "/");
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !levels.isEmpty()) {
      Level level = levels.peek();
      if (level.entries.hasNext()) {
        visit(level.entries.next(), level.path);
      } else {
        within.remove(level.real);
        levels.pop();
      }
    }
    if (ready.isEmpty() && gaps.hasNext()) {
      Map.Entry<String, String> gap = gaps.next();
      ready.add(failed(gap.getKey(), gap.getValue()));
    }
    return !ready.isEmpty();
  }

  @Override
  public RestoreFile next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void enter(Path directory, String path) {
    List<Path> entries = List.of();
    Path real = null;
    try (Stream<Path> list = Files.list(directory)) {
      entries = list.sorted(BY_NAME).toList();
      real = directory.toRealPath();
    } catch (IOException | UncheckedIOException e) {
      ready.add(failed(path, "cannot be read: " + why(e)));
    }
    if (real != null && !within.add(real)) {
      ready.add(failed(path, "not read: a link to a folder that contains it"));
      return;
    }
    levels.push(new Level(real, path, entries.iterator()));
  }

  /**
   * Creates an iterator over a folder, including what its backup lacks.
   *
   * @throws FolderException when the path is not a folder, or the state of the backup cannot be
   *     read
   */
  public static FolderRecords of(Path folder) throws FolderException {
    if (!Files.exists(folder)) {
      throw new FolderException("there is no folder " + folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new FolderException(folder + " is not a folder");
    }
    StateFile.Content state = StateFile.peek(folder);
    return new FolderRecords(
        folder, Gaps.of(folder, state), path -> state != null && !isNamed(state, path));
  }

  private static boolean isNamed(StateFile.Content state, String path) {
    FileState file = state.files().get(path);
    return file != null && !file.equals(FileState.GONE);
  }

  private static String why(Exception e) {
    return Reason.of(
        e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e);
  }

  private void visit(Path entry, String parent) {
    String name = entry.getFileName().toString();
    String path = parent.equals("/") ? "/" + name : parent + "/" + name;
    if (Files.isDirectory(entry)) {
      ready.add(directory(path));
      enter(entry, path);
    } else if (!name.startsWith(StateFile.NAME) && !isUnfinished(name)) {
      ready.add(file(entry, path));
    }
  }

  /**
   * Returns whether the name is a temporary file of a program that writes vdirs. A file with events
   * is named.
   */
  private static boolean isUnfinished(String name) {
    return name.endsWith(".tmp") && (name.startsWith(".") || !name.contains(".ics"));
  }

  private RestoreFile file(Path file, String path) {
    if (!Files.isRegularFile(file)) { // a pipe would never end
      String what = Files.exists(file) ? "neither a file nor a folder" : "a broken link";
      return failed(path, "not read: " + what);
    }
    try {
      return new RestoreFile(path, false, read(file), null, null, isStray.test(path));
    } catch (IOException e) {
      return failed(path, "cannot be read: " + Reason.of(e));
    }
  }

  /**
   * Returns the content of a file that may belong to a calendar. For another large file, the first
   * bytes show its type.
   */
  private static byte[] read(Path file) throws IOException {
    boolean isOfCalendar = OF_CALENDAR.matcher(file.getFileName().toString()).matches();
    if (isOfCalendar || Files.size(file) <= LARGE) {
      return Files.readAllBytes(file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGE);
    }
  }

  private static RestoreFile directory(String path) {
    return new RestoreFile(path, true, null, null, null);
  }

  private static RestoreFile failed(String path, String why) {
    return new RestoreFile(path, false, null, why, null);
  }
}
