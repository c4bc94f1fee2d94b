/**
 * The messages for a host's sink: objects that changed since the last run, a manifest for each
 * calendar, and a status for each run; and the state store, which records what a sink has.
 */
package caldavbackup.changes;
