package caldavbackup.contents;

/**
 * Something that is not shown, or not completely, and why.
 *
 * @param path the file or calendar, relative to the folder; null for the whole folder
 * @param sentence a sentence without a subject, for example "cannot be read: permission denied"
 */
public record Problem(String path, String sentence) {
  /** Returns the problem as one line. */
  public String line() {
    return path == null ? sentence : (path.isEmpty() ? "this folder" : path) + ": " + sentence;
  }
}
