/**
 * CalDAV (RFC 4791): calendars, their members and objects, and the requests for them. Each task has
 * a subpackage: discover, list, fetch, store, properties, scheduling, check.
 */
package caldavbackup.caldav;
