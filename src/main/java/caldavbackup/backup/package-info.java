/**
 * A backup run: the entries of a snapshot, what is read ahead, and the proof that all was handed
 * on.
 */
package caldavbackup.backup;
