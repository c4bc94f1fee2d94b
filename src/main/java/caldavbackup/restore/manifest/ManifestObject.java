package caldavbackup.restore.manifest;

/**
 * One object that a manifest names.
 *
 * @param path {@code work/3f2a.ics}: the calendar's directory and a safe file name
 * @param href where the server had it, null when the manifest does not say
 * @param name its own name at the server, null when the manifest does not say
 * @param etag its ETag as the server wrote it, null when it had none
 * @param length how many bytes it has
 * @param sha256 their SHA-256 in hexadecimal digits
 */
record ManifestObject(
    String path, String href, String name, String etag, long length, String sha256) {}
