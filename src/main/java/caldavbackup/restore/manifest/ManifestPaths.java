package caldavbackup.restore.manifest;

import caldavbackup.snapshot.SnapshotNames;

/**
 * Checks names in a manifest before they become file names or parts of URLs. An application may
 * store bytes under such a path, so no path may lead out of its folder.
 */
final class ManifestPaths {
  private static final String UNSAFE = "/\\:*?\"<>|";

  private ManifestPaths() {}

  /** Returns whether the name is one path segment in the form that a backup writes. */
  static boolean isSegment(String name) {
    return name != null
        && !name.isEmpty()
        && name.charAt(0) != '.'
        && name.chars().noneMatch(c -> c < 0x20 || c == 0x7f || UNSAFE.indexOf(c) >= 0)
        && isName(SnapshotNames.name(name));
  }

  /** Returns whether the path is a calendar object in this directory. */
  static boolean isObject(String path, String directory) {
    return path.startsWith(directory + "/")
        && path.endsWith(".ics")
        && isSegment(path.substring(directory.length() + 1));
  }

  /** Returns whether a name on the server stays within its collection (RFC 3986, section 5.2.4). */
  static boolean isName(String name) {
    return !name.isEmpty() && !name.equals(".") && !name.equals("..");
  }

  /**
   * Returns whether a server's name, which may contain a slash, stays within its folder as a file
   * name.
   */
  static boolean isFileName(String name) {
    return name != null && isName(name) && name.indexOf('/') < 0 && name.indexOf('\\') < 0;
  }
}
