/**
 * What a host's sink is sent: the objects of an account that changed since the run before, a
 * manifest for each calendar and a status for each run; and the store of states that tells what a
 * sink has already.
 */
package caldavbackup.changes;
