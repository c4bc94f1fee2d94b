package caldavbackup.ical;

import caldavbackup.text.Shortened;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    Facts facts = new Facts();
    Components walk = new Components();
    for (ContentLine line : ContentLine.of(object)) {
      boolean isCarriers = ComponentType.CARRIERS.contains(walk.innermost());
      if (walk.take(line) == Components.Kind.OWN && isCarriers) {
        facts.take(line);
      }
    }
    return (uid == null ? "without a UID" : name(uid)) + facts;
  }

  /**
   * The same for each object in some lines of a file, of which the first and last ones may be
   * missing. What stands in a component within an object does not count.
   *
   * @return empty when these lines tell nothing
   */
  static List<String> ofPieces(byte[] lines) {
    List<Facts> all = new ArrayList<>(List.of(new Facts()));
    int depth = 0;
    for (ContentLine line : ContentLine.of(lines)) {
      String word = line.value().strip().toUpperCase(Locale.ROOT);
      boolean isCarriers = ComponentType.CARRIERS.contains(word);
      if (line.name().equals("BEGIN")) {
        depth = isCarriers ? 0 : depth + 1;
        all.add(isCarriers ? new Facts() : all.remove(all.size() - 1));
      } else if (line.name().equals("END")) {
        depth = isCarriers ? 0 : depth - 1;
      } else if (depth <= 0) {
        all.get(all.size() - 1).take(line);
      }
    }
    return all.stream()
        .map(facts -> (facts.uid == null ? "" : facts.uid) + facts)
        .filter(text -> !text.isEmpty())
        .map(text -> text.replaceFirst("^(?: |, )", ""))
        .toList();
  }

  /** What a person would look for: the first of each. */
  private static final class Facts {
    private String uid;
    private String summary;
    private String start;
    private String due;

    void take(ContentLine line) {
      switch (line.name()) {
        case "UID" -> uid = uid == null && !line.value().isBlank() ? name(line.value()) : uid;
        case "SUMMARY" -> summary = summary == null ? line.value() : summary;
        case "DTSTART" -> start = start == null ? line.value() : start;
        case "DUE" -> due = due == null ? line.value() : due;
        default -> {
          // says nothing that a person would look for
        }
      }
    }

    @Override
    public String toString() {
      String when = start == null ? due : start;
      return (summary == null || summary.isBlank()
              ? ""
              : " \"" + Shortened.to(WIDTH, plain(summary)) + "\"")
          + (when == null ? "" : ", " + when(when));
    }
  }

  private static String name(String uid) {
    return Shortened.to(WIDTH, plain(uid));
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
