package caldavbackup.cli;

import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.text.Columns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The progress of a run as one line of a terminal. */
final class StatusLine {
  private static final int BAR = 20;
  private static final int SHORTEST_NAME = 8;

  /** Characters that move the cursor or change the text direction. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private StatusLine() {}

  /**
   * Returns the line, never wider than the terminal. If there is not enough room, the less
   * important parts are left out.
   *
   * @param width columns of the terminal
   */
  static String of(RunStatus.Snapshot status, int width) {
    String word = word(status.phase());
    List<String> parts = new ArrayList<>(); // the most important first
    String count = count(status);
    if (!count.isEmpty()) {
      parts.add(count);
    }
    if (!status.pause().isZero()) {
      parts.add("the server asked to wait " + seconds(status.pause()) + " s");
    }
    if (status.retries() > 0) {
      parts.add(status.retries() + (status.retries() == 1 ? " retry" : " retries"));
    }
    if (status.left() != null) {
      parts.add(left(status.left()) + " left");
    }
    if (status.rate() > 0) {
      parts.add(
          String.format(Locale.ROOT, status.rate() < 10 ? "%.1f/s" : "%.0f/s", status.rate()));
    }
    if (status.calendars() > 1) {
      parts.add("%d of %d calendars listed".formatted(status.listed(), status.calendars()));
    }
    String name = UNSEEN.matcher(status.calendar()).replaceAll("?");
    return fit(word, name, bar(status), parts, Math.max(1, width - 1));
  }

  private static String fit(String word, String name, String bar, List<String> parts, int width) {
    StringBuilder rest = new StringBuilder();
    int least = Columns.width(word) + (name.isEmpty() ? 0 : 1 + SHORTEST_NAME);
    for (String part : parts) {
      if (least + Columns.width(rest.toString()) + 2 + Columns.width(part) <= width) {
        rest.append("  ").append(part);
      }
    }
    int used = Columns.width(rest.toString());
    String drawn = bar;
    if (!bar.isEmpty() && least + used + 2 + bar.length() > width) {
      drawn = "";
    }
    if (!drawn.isEmpty()) {
      rest.insert(0, "  " + drawn);
      used += 2 + drawn.length();
    }
    String head = name.isEmpty() ? word : word + " " + name;
    return cut(cut(head, width - used) + rest, width);
  }

  /** Returns the beginning of a text that fits into this many columns. */
  private static String cut(String text, int width) {
    if (Columns.width(text) <= width) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    for (int character : text.codePoints().toArray()) {
      String more = cut + Character.toString(character);
      if (Columns.width(more) > width - 1) {
        break;
      }
      cut.appendCodePoint(character);
    }
    return width < 1 ? "" : cut.append('…').toString();
  }

  private static String word(Phase phase) {
    return phase == null
        ? "looking for calendars"
        : switch (phase) {
          case LISTING -> "listing";
          case READING -> "reading";
          case PLANNING -> "planning";
          case WRITING -> "writing";
          case VERIFYING -> "reading back";
          case DELETING -> "deleting";
        };
  }

  private static String count(RunStatus.Snapshot status) {
    return status.total() == 0 ? "" : status.done() + "/" + status.total();
  }

  private static String bar(RunStatus.Snapshot status) {
    if (status.total() == 0) {
      return "";
    }
    int full = (int) Math.floor(status.fraction() * BAR);
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
  }

  /** Returns whole seconds, at least one. */
  private static long seconds(Duration time) {
    return Math.max(1, (time.toMillis() + 999) / 1000);
  }

  private static String left(Duration left) {
    long seconds = seconds(left);
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? "%d:%02d min".formatted(seconds / 60, seconds % 60)
            : "%d:%02d h".formatted(seconds / 3600, seconds / 60 % 60);
  }
}
