/** The counts and tests of {@code caldav check}. */
package caldavbackup.caldav.check;
