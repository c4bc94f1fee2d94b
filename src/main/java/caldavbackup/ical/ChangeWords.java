package caldavbackup.ical;

import caldavbackup.ical.ObjectChanges.Change;
import caldavbackup.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Describes the changes of an object in words. */
final class ChangeWords {
  private static final int MOST = 8;
  private static final int MOST_OCCURRENCES = 3;
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    word("title", "SUMMARY");
    word("time", "DTSTART DTEND DURATION RECURRENCE-ID");
    word("due date", "DUE");
    word("time zone", "VTIMEZONE");
    word("place", "LOCATION GEO");
    word("description", "DESCRIPTION");
    word("repetition", "RRULE RDATE EXRULE");
    word("guests", "ATTENDEE ORGANIZER");
    word("reminder", "VALARM");
    word("status", "STATUS COMPLETED PERCENT-COMPLETE");
    word("categories", "CATEGORIES");
    word("priority", "PRIORITY");
    word("privacy", "CLASS");
    word("busy or free", "TRANSP");
    word("attachments", "ATTACH");
    word("link", "URL");
    word("comment", "COMMENT");
    word("contact", "CONTACT");
    word("resources", "RESOURCES");
    word("related objects", "RELATED-TO");
    word("colour", "COLOR");
    word("conference", "CONFERENCE");
    word("end of the text", "END");
  }

  private ChangeWords() {}

  private static void word(String word, String properties) {
    Stream.of(properties.split(" ")).forEach(property -> WORDS.put(property, word));
  }

  /**
   * Returns the changes of the whole object, then those of each changed occurrence with its date.
   */
  static String of(List<Change> changes) {
    Set<String> whole = new LinkedHashSet<>();
    Map<String, Set<String>> byOccurrence = new LinkedHashMap<>();
    List<String> dates = new ArrayList<>();
    for (Change change : changes) {
      boolean isComponent = ComponentType.CARRIERS.contains(change.property());
      if (change.property().equals("EXDATE")) {
        addDates(change.before(), "added", dates);
        addDates(change.after(), "removed", dates);
      } else if (change.occurrence() == null) {
        whole.add(
            isComponent
                ? side(change, "the whole " + ComponentType.noun(change.property()))
                : word(change));
      } else {
        byOccurrence
            .computeIfAbsent(change.occurrence(), o -> new LinkedHashSet<>())
            .add(isComponent ? side(change, "changed occurrence") : word(change));
      }
    }
    List<String> parts = new ArrayList<>();
    if (!whole.isEmpty()) {
      parts.add(some(whole));
    }
    addSome(dates, parts);
    List<String> occurrences = new ArrayList<>();
    byOccurrence.forEach((date, words) -> occurrences.add(date(date) + ": " + some(words)));
    addSome(occurrences, parts);
    return String.join("; ", parts);
  }

  private static void addSome(List<String> all, List<String> parts) {
    parts.addAll(all.subList(0, Math.min(MOST_OCCURRENCES, all.size())));
    if (all.size() > MOST_OCCURRENCES) {
      int more = all.size() - MOST_OCCURRENCES;
      parts.add(more + (more == 1 ? " more occurrence" : " more occurrences"));
    }
  }

  private static void addDates(String values, String what, List<String> dates) {
    if (values != null) {
      Stream.of(values.split(" \\| "))
          .forEach(v -> dates.add("occurrence " + date(v) + " " + what));
    }
  }

  private static String date(String value) {
    String iso = value.contains("-") ? value : ObjectFacts.iso(value);
    return iso == null || iso.length() < 10
        ? Shown.of(value, 20)
        : ObjectLabel.time(iso.substring(0, 10), null);
  }

  private static String side(Change change, String what) {
    return what + (change.before() == null ? " added" : change.after() == null ? " removed" : "");
  }

  private static String word(Change change) {
    return WORDS.getOrDefault(change.property(), Shown.of(change.property(), 40));
  }

  private static String some(Set<String> words) {
    String named = String.join(", ", words.stream().limit(MOST).toList());
    return words.size() > MOST ? named + " and " + (words.size() - MOST) + " more" : named;
  }
}
