package caldavbackup.cli;

import caldavbackup.contents.Agenda;
import caldavbackup.contents.Hits;
import caldavbackup.contents.Problem;
import java.time.ZoneId;
import java.util.List;

/** A form in which {@code caldav list} prints what it found. */
interface Listed {
  /**
   * What takes place on some days.
   *
   * @param text what was looked for; null for all
   * @param isDefault whether nobody asked for these days
   */
  void agenda(Agenda agenda, String text, boolean isDefault);

  /**
   * All that has some words.
   *
   * @param zone whose clock times are shown by
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
