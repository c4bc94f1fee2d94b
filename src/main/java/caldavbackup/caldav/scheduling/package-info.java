/** The behaviour of a server towards organizer and guests of written objects (RFC 6638). */
package caldavbackup.caldav.scheduling;
