/**
 * Backs up accounts into plain folders and restores them: calls the routes, and stores what they
 * return.
 */
package caldavbackup.folder;
