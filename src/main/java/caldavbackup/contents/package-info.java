/** What a folder holds, by meaning: its calendars, their objects, and when those take place. */
package caldavbackup.contents;
