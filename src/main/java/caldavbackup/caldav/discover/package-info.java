/**
 * Finds the calendars of an account (RFC 6764, RFC 5397): from the location to principals, homes
 * and folders.
 */
package caldavbackup.caldav.discover;
