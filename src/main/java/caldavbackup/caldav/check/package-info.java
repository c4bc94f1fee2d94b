/** What {@code caldav check} counts in a calendar and tries on its server. */
package caldavbackup.caldav.check;
