package caldavbackup.cli;

import caldavbackup.contents.Agenda;
import caldavbackup.contents.Hits;
import java.time.ZoneId;

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
}
