/**
 * CalDAV (RFC 4791): calendars, their members and objects, and the requests for them. Each job has
 * a room below: discover, list, fetch, store, properties, scheduling, check.
 */
package caldavbackup.caldav;
