/**
 * Reads iCalendar text (RFC 5545) without changing it: lines, components, UIDs, times, guests and
 * versions. Some classes create copies with changed lines.
 */
package caldavbackup.ical;
