/**
 * Dead properties of calendars (RFC 4918, section 4.1), which only the program that set them
 * interprets.
 */
package caldavbackup.caldav.properties;
