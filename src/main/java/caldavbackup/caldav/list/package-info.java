/** Lists a calendar completely, and proves that the listing is complete. */
package caldavbackup.caldav.list;
