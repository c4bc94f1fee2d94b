/**
 * Finds the calendars of an account (RFC 6764, RFC 5397): from the location through principals and
 * homes to folders.
 */
package caldavbackup.caldav.discover;
