/**
 * What an operator watches: meters, the health of accounts, and the account in each log line.
 * Nothing here is loaded by the launcher's backups and restores.
 */
package caldavbackup.observe;
