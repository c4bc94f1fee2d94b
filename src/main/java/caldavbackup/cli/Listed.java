package caldavbackup.cli;

import caldavbackup.contents.Agenda;
import caldavbackup.contents.Hits;
import caldavbackup.contents.Problem;
import java.time.ZoneId;
import java.util.List;

/** A format in which {@code caldav list} prints its result. */
interface Listed {
  /**
   * Prints the entries of some days.
   *
   * @param text the text searched for; null for all
   * @param isDefault whether these are the default days
   */
  void agenda(Agenda agenda, String text, boolean isDefault);

  /**
   * Prints all entries with some words.
   *
   * @param zone the time zone of the times shown
   */
  void hits(Hits hits, String text, ZoneId zone);

  /**
   * What is not shown, or not in full.
   *
   * @param notes what needs no exit code of its own
   * @param problems what of the folder cannot be read, or is missing
   */
  default void remarks(List<Problem> notes, List<Problem> problems) {
    // people read them on stderr
  }
}
