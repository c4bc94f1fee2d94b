/** The layout of a snapshot: file names, and the files next to the objects of a calendar. */
package caldavbackup.snapshot;
