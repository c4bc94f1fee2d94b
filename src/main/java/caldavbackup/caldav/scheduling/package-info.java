/** What a server does about organizer and guests of what is written to it (RFC 6638). */
package caldavbackup.caldav.scheduling;
