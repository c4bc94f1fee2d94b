package caldavbackup.restore.manifest;

import java.util.List;

/**
 * What a backup says of one calendar, checked: each path in it is one safe directory and one safe
 * file name.
 *
 * @param label how messages call it, for example {@code the manifest of calendar 'work'}
 * @param origin the account it was backed up from, null when it does not say
 * @param run the run that wrote it, null when it does not say
 * @param directory the calendar's directory, as in a snapshot
 * @param href the calendar's path at the server
 * @param isGone whether the calendar was gone; it has no objects then
 * @param isComplete whether all objects that the options wanted could be read
 * @param identity the content of {@code .calendar.json}; null when the calendar was gone
 * @param objects what is to be restored
 * @param leftOut what the calendar had besides
 */
record Manifest(
    String label,
    String origin,
    String run,
    String directory,
    String href,
    boolean isGone,
    boolean isComplete,
    byte[] identity,
    List<ManifestObject> objects,
    List<LeftOut> leftOut) {

  /** The same calendar, nothing of which is to be restored. */
  Manifest withoutObjects() {
    return new Manifest(
        label, origin, run, directory, href, isGone, isComplete, identity, List.of(), leftOut);
  }

  /**
   * An object that the backup does not have.
   *
   * @param path where it would be; null when the manifest does not say
   * @param reason a sentence
   */
  record LeftOut(String path, String href, String reason) {}
}
