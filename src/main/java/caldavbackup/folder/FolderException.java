package caldavbackup.folder;

/** A failure of a backup or restore of a folder, in one sentence. */
public final class FolderException extends Exception {
  /** Creates an exception. The sentence names the folder, file or call at fault. */
  public FolderException(String sentence) {
    super(sentence);
  }
}
