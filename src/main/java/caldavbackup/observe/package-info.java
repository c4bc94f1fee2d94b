/**
 * Monitoring: meters, health of accounts, and the account in log lines. The launcher's backups and
 * restores load nothing of it.
 */
package caldavbackup.observe;
