package caldavbackup.restore.plan;

/**
 * One directory or file to restore, received completely.
 *
 * @param path absolute path in the restored tree, {@code /} for the root
 * @param directory whether it is a directory
 * @param bytes the content of a file, null for a directory
 * @param error why its content was not received completely, null if it was
 * @param receipt any object that the caller wants returned with the result
 * @param isStray whether it lies in a backup that does not name it
 */
public record RestoreFile(
    String path, boolean directory, byte[] bytes, String error, Object receipt, boolean isStray) {
  /** Creates a record that is not stray. */
  public RestoreFile(String path, boolean directory, byte[] bytes, String error, Object receipt) {
    this(path, directory, bytes, error, receipt, false);
  }

  /** Returns the same file without its content. */
  RestoreFile withoutBytes() {
    return new RestoreFile(path, directory, null, error, receipt, isStray);
  }

  /** Returns the last segment of the path. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns the path of the parent directory. */
  String parent() {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
