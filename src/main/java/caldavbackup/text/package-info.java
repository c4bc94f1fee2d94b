/**
 * Text for people, and failures as sentences: columns, reasons, what is shortened,
 * percent-encoding. Knows no HTTP and no calendars.
 */
package caldavbackup.text;
