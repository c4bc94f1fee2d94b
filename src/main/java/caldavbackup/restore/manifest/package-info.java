/** A restore of what manifests describe: reading them, getting the bytes they name, the result. */
package caldavbackup.restore.manifest;
