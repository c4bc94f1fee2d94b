package caldavbackup.contents;

/**
 * Something that is not shown, or not all of it, and why.
 *
 * @param path the file or calendar, relative to the folder; null when it concerns all of it
 * @param sentence without a subject, for example "cannot be read: permission denied"
 */
public record Problem(String path, String sentence) {
  /** In one line. */
  public String line() {
    return path == null ? sentence : (path.isEmpty() ? "this folder" : path) + ": " + sentence;
  }
}
