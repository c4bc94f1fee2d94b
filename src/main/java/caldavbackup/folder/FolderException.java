package caldavbackup.folder;

/** What went wrong, in one sentence. */
public final class FolderException extends Exception {
  /** The sentence names the folder, file or call at fault. */
  public FolderException(String sentence) {
    super(sentence);
  }
}
