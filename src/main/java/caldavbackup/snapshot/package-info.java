/** The layout of a snapshot: file names, and the files beside a calendar's objects. */
package caldavbackup.snapshot;
