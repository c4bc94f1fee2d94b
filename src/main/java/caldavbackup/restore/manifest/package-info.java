/** Restores from manifests: reads them, gets the bytes of their objects, creates the result. */
package caldavbackup.restore.manifest;
