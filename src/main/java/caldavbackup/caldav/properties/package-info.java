/**
 * Properties of calendars that only the program which set them knows (dead properties, RFC 4918,
 * section 4.1).
 */
package caldavbackup.caldav.properties;
