/** A backup run: the entries of a snapshot, reading ahead, and the proof of completeness. */
package caldavbackup.backup;
