package caldavbackup.ical;

import caldavbackup.text.Shortened;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to call a calendar object in a message: its UID, its summary, and when it takes place. */
public final class ObjectLabel {
  private static final int WIDTH = 60;
  private static final Pattern WHEN =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:T(\\d\\d)(\\d\\d)\\d*)?.*");

  private ObjectLabel() {}

  /**
   * In one line, for example {@code 4711 "Dentist", 2026-03-01 10:00}.
   *
   * @param uid null when it has none
   */
  public static String of(byte[] object, String uid) {
    String summary = null;
    String start = null;
    String due = null;
    Components walk = new Components();
    for (ContentLine line : ContentLine.of(object)) {
      boolean isCarriers = ComponentType.CARRIERS.contains(walk.innermost());
      if (walk.take(line) == Components.Kind.OWN && isCarriers) {
        switch (line.name()) {
          case "SUMMARY" -> summary = summary == null ? line.value() : summary;
          case "DTSTART" -> start = start == null ? line.value() : start;
          case "DUE" -> due = due == null ? line.value() : due;
          default -> {
            // says nothing that a person would look for
          }
        }
      }
    }
    String when = start == null ? due : start;
    return (uid == null ? "without a UID" : Shortened.to(WIDTH, plain(uid)))
        + (summary == null ? "" : " \"" + Shortened.to(WIDTH, plain(summary)) + "\"")
        + (when == null ? "" : ", " + when(when));
  }

  private static String when(String value) {
    Matcher when = WHEN.matcher(value.strip());
    if (!when.matches()) {
      return Shortened.to(WIDTH, plain(value));
    }
    String day = when.group(1) + "-" + when.group(2) + "-" + when.group(3);
    return day + (when.group(4) == null ? "" : " " + when.group(4) + ":" + when.group(5));
  }

  private static String plain(String text) {
    return text.replaceAll("\\\\[nN]", " ")
        .replaceAll("\\\\(.)", "$1")
        .replaceAll("\\p{Cntrl}+", " ");
  }
}
