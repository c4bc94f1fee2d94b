/** Verifies that the written objects exist on the server and are unchanged. */
package caldavbackup.restore.verify;
