package caldavbackup.restore.plan;

/**
 * One directory or file that is to be restored, whole: its last byte has come.
 *
 * @param path absolute within what is restored, {@code /} for the root
 * @param directory whether it is a directory
 * @param bytes a file's content, null for a directory
 * @param error why its content did not come whole, null when it did
 * @param receipt whatever the caller wants back with the result
 */
public record RestoreFile(
    String path, boolean directory, byte[] bytes, String error, Object receipt) {
  /** The same, its content let go. */
  RestoreFile withoutBytes() {
    return new RestoreFile(path, directory, null, error, receipt);
  }

  /** The last segment of the path. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path of the directory it is in. */
  String parent() {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
