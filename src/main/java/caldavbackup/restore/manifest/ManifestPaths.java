package caldavbackup.restore.manifest;

import caldavbackup.snapshot.SnapshotNames;

/**
 * Which names of a manifest may become names of files or parts of URLs. Whoever stores the bytes
 * may use the path as it is, so none leads out of its folder.
 */
final class ManifestPaths {
  private static final String UNSAFE = "/\\:*?\"<>|";

  private ManifestPaths() {}

  /** Whether this is one segment of a path, as a backup writes it. */
  static boolean isSegment(String name) {
    return name != null
        && !name.isEmpty()
        && name.charAt(0) != '.'
        && name.chars().noneMatch(c -> c < 0x20 || c == 0x7f || UNSAFE.indexOf(c) >= 0)
        && isName(SnapshotNames.name(name));
  }

  /** Whether the path is a calendar object in this directory. */
  static boolean isObject(String path, String directory) {
    return path.startsWith(directory + "/")
        && path.endsWith(".ics")
        && isSegment(path.substring(directory.length() + 1));
  }

  /** Whether a name that servers know stays in its collection (RFC 3986, section 5.2.4). */
  static boolean isName(String name) {
    return !name.isEmpty() && !name.equals(".") && !name.equals("..");
  }

  /** Whether a name at a server, which may hold a slash, stays in its folder as a file name. */
  static boolean isFileName(String name) {
    return name != null && isName(name) && name.indexOf('/') < 0 && name.indexOf('\\') < 0;
  }
}
