package caldavbackup.restore.manifest;

/**
 * One object of a manifest.
 *
 * @param path {@code work/3f2a.ics}: the calendar's directory and a safe file name
 * @param href the object's path on the server, null if unknown
 * @param name the object's name on the server, null if unknown
 * @param etag the ETag exactly as the server sent it, null if there was none
 * @param length the size in bytes
 * @param sha256 the SHA-256 in hexadecimal digits
 */
record ManifestObject(
    String path, String href, String name, String etag, long length, String sha256) {}
