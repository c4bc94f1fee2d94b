/** Writes an object, and makes a calendar with its properties. */
package caldavbackup.caldav.store;
