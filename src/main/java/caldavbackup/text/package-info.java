/**
 * Text for users, and failures as sentences: columns, reasons, shortening, percent-encoding. This
 * package does not depend on HTTP or calendars.
 */
package caldavbackup.text;
