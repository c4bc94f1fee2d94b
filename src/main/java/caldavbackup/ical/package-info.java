/**
 * iCalendar text (RFC 5545), looked into without changing it: lines, components, UIDs, times,
 * guests, versions; and copies with other lines.
 */
package caldavbackup.ical;
