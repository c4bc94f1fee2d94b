/** Reads objects by multiget and GET, and proves that their bytes are the stored ones. */
package caldavbackup.caldav.fetch;
