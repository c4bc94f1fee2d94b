/** Looks whether what was written is there, as it was written. */
package caldavbackup.restore.verify;
