package caldavbackup.contents;

import caldavbackup.ical.ContentLine;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A time zone that a file defines: VTIMEZONE (RFC 5545, section 3.6.5). */
final class DescribedZone {
  /** The end of the period for which the rules are expanded. */
  private static final LocalDateTime END = LocalDateTime.of(2100, 1, 1, 0, 0);

  private static final int MOST = 1000;

  /** A change of the offset from UTC, at a local time before the change. */
  private record Onset(LocalDateTime at, ZoneOffset from, ZoneOffset to) {}

  private final List<Onset> onsets = new ArrayList<>();

  private LocalDateTime start;
  private ZoneOffset from;
  private ZoneOffset to;
  private final List<String> rules = new ArrayList<>();
  private final List<LocalDateTime> dates = new ArrayList<>();

  private final RecurrenceBudget budget;

  private DescribedZone(RecurrenceBudget budget) {
    this.budget = budget;
  }

  /**
   * Returns the rules in these lines.
   *
   * @param budget the time limit for recurrence rules
   * @return null when they contain no valid rules
   */
  static ZoneRules rules(List<ContentLine> lines, RecurrenceBudget budget) {
    DescribedZone zone = new DescribedZone(budget);
    try {
      lines.forEach(zone::take);
      return zone.rules();
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  private void take(ContentLine line) {
    String value = line.value().strip();
    switch (line.name()) {
      case "BEGIN" -> {
        start = null;
        from = null;
        to = null;
        rules.clear();
        dates.clear();
      }
      case "END" -> observe();
      case "DTSTART" -> start = Times.local(value);
      case "TZOFFSETFROM" -> from = offset(value);
      case "TZOFFSETTO" -> to = offset(value);
      case "RRULE" -> rules.add(value);
      case "RDATE" -> {
        for (String date : value.split(",")) {
          dates.add(Times.local(date.split("/")[0]));
        }
      }
      default -> {
        // a name, or a line without effect on the clock
      }
    }
  }

  private void observe() {
    if (start == null || from == null || to == null) {
      return;
    }
    dates.add(start);
    for (String rule : budget.isSpent() ? List.<String>of() : rules) {
      ZoneOffset before = from;
      Recurrence recurrence =
          new Recurrence(rule, start, until -> until.plusSeconds(before.getTotalSeconds()));
      dates.addAll(recurrence.between(start, END, MOST, budget).times());
    }
    dates.forEach(date -> onsets.add(new Onset(date, from, to)));
    start = null; // the end of the zone itself ends no observance
  }

  private ZoneRules rules() {
    if (onsets.isEmpty()) {
      return null;
    }
    onsets.sort(Comparator.comparing(Onset::at));
    ZoneOffset base = onsets.get(0).from();
    if (onsets.size() == 1) {
      base = onsets.get(0).to();
    }
    List<ZoneOffsetTransition> transitions = new ArrayList<>();
    ZoneOffset current = base;
    for (Onset onset : onsets) {
      ZoneOffset next = onset.to();
      boolean isLater =
          transitions.isEmpty()
              || transitions
                  .get(transitions.size() - 1)
                  .getInstant()
                  .isBefore(onset.at().toInstant(current));
      if (!next.equals(current) && isLater) {
        transitions.add(ZoneOffsetTransition.of(onset.at(), current, next));
        current = next;
      }
    }
    return ZoneRules.of(base, base, List.of(), transitions, List.of());
  }

  /** Parses {@code +0100} or {@code -043000}. */
  private static ZoneOffset offset(String value) {
    String text = value.replace(":", "").toUpperCase(Locale.ROOT);
    if (!text.matches("[+-]\\d{4}(\\d\\d)?")) {
      throw new IllegalArgumentException("no offset: " + value);
    }
    return ZoneOffset.of(text);
  }
}
