package caldavbackup.restore.manifest;

import java.util.List;

/**
 * The validated description of one calendar in a backup. Each path in it is one safe directory name
 * and one safe file name.
 *
 * @param label the name of the manifest in messages, for example {@code the manifest of calendar
 *     'work'}
 * @param origin the backed-up account, null if unknown
 * @param run the backup run that wrote the manifest, null if unknown
 * @param directory the calendar's directory, as in a snapshot
 * @param href the calendar's path on the server
 * @param isGone whether the calendar did not exist any more; it has no objects then
 * @param isComplete whether all objects that the options selected were read
 * @param identity the content of {@code .calendar.json}; null if the calendar was gone
 * @param objects the objects to restore
 * @param leftOut the other objects of the calendar
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

  /** Returns the same calendar without objects to restore. */
  Manifest withoutObjects() {
    return new Manifest(
        label, origin, run, directory, href, isGone, isComplete, identity, List.of(), leftOut);
  }

  /**
   * An object that is missing from the backup.
   *
   * @param path the path it would have; null if unknown
   * @param reason a sentence
   */
  record LeftOut(String path, String href, String reason) {}
}
