/** Reads a folder by meaning: its calendars, their objects, and their occurrences. */
package caldavbackup.contents;
