package caldavbackup.changes;

/**
 * A calendar that was deleted on the server, and of which the sink may have objects.
 *
 * @param directory its directory
 * @param url its former URL
 */
public record GoneCalendar(String directory, String url) {}
