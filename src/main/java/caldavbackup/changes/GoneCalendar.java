package caldavbackup.changes;

/**
 * A calendar that is not on the server any more, and that the sink may have objects of.
 *
 * @param directory its directory
 * @param url where it was
 */
public record GoneCalendar(String directory, String url) {}
