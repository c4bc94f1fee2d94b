package caldavbackup.cli;

import caldavbackup.contents.Agenda;
import caldavbackup.contents.Hits;
import java.time.ZoneId;

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
}
