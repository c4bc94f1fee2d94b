package caldavbackup.options;

import caldavbackup.text.Failure;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/**
 * The options that select from a folder, read without an account.
 *
 * @param calendars selects calendars
 * @param components the types of objects, empty for all
 * @param since the first day, or null
 * @param until the last day, or null
 */
public record FolderSelection(
    Selection calendars, Set<String> components, LocalDate since, LocalDate until) {

  /**
   * Validates the options.
   *
   * @param map only calendars, exclude_calendars, components, since and until
   * @throws Failure of kind OPTION with one sentence that names the option at fault
   */
  public static FolderSelection of(Map<String, String> map) throws Failure {
    RawOptions given = new RawOptions(map, Option.Use.BOTH);
    Contradictions.refuse(given);
    return new FolderSelection(
        new Selection(given.text(Option.CALENDARS), given.text(Option.EXCLUDE_CALENDARS)),
        given.components(),
        given.date(Option.SINCE),
        given.date(Option.UNTIL));
  }
}
