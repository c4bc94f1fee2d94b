/** Writes objects, and creates calendars with their properties. */
package caldavbackup.caldav.store;
