package caldavbackup.ical;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a restore has to know of a calendar object, found in one pass over its text.
 *
 * @param uid as {@link Uid} finds it; null when there is none
 * @param type VEVENT, VTODO or VJOURNAL, whichever comes first; null when there is none
 * @param components how many components of these types there are: a series and each of its
 *     overrides count
 * @param hasGuests whether anybody attends anything in it, so that a server may tell somebody
 * @param isWanted whether the options want it
 * @param isPlain whether it is one object as it should be, in UTF-8, and says no name of a
 *     calendar: nothing of it has to be split, left out or put right
 */
public record ObjectScan(
    String uid, String type, int components, boolean hasGuests, boolean isWanted, boolean isPlain) {

  /** Scans any bytes. */
  public static ObjectScan of(byte[] text, ObjectSelection selection) {
    Facts facts = new Facts(selection);
    ICalendarScanner scanner = new ICalendarScanner(text, facts::take);
    boolean isPlain =
        facts.types.size() == 1
            && scanner.isOneObject()
            && scanner.calendars.get(0).end != null
            && scanner.unended.isEmpty()
            && scanner.stray.isEmpty()
            && scanner.collection.isEmpty()
            && isAsItShouldBe(text);
    return new ObjectScan(
        facts.uid.uid(),
        facts.types.stream().findFirst().orElse(null),
        facts.components,
        facts.hasGuests,
        selection.wants(facts.times),
        isPlain);
  }

  /**
   * Whether {@link FileText} leaves it as it is; that most are ASCII with CRLF or LF costs least.
   */
  private static boolean isAsItShouldBe(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      boolean isLoneCr = text[i] == '\r' && (i + 1 == text.length || text[i + 1] != '\n');
      if (text[i] <= 0 || isLoneCr) {
        FileText read = FileText.of(text);
        return read.bytes() == text && read.notes().equals(List.of());
      }
    }
    return true;
  }

  /** What the lines tell while they go by. */
  private static final class Facts {
    private final boolean isFilter;
    private final Uid.Reader uid = new Uid.Reader();
    private final ObjectSelection.Reader times = new ObjectSelection.Reader();
    private final Components walk = new Components();
    private final Set<String> types = new LinkedHashSet<>();
    private int components;
    private boolean hasGuests;

    Facts(ObjectSelection selection) {
      isFilter = selection.isFilter();
    }

    void take(ContentLine line) {
      uid.take(line);
      if (isFilter) {
        times.take(line);
      }
      String innermost = walk.innermost();
      switch (walk.take(line)) {
        case BEGIN -> begin(line.value().strip().toUpperCase(Locale.ROOT));
        case OWN ->
            hasGuests |= line.name().equals("ATTENDEE") && Invitation.isParty(line, innermost);
        default -> {
          // an end
        }
      }
    }

    private void begin(String type) {
      if (ComponentType.CARRIERS.contains(type)) {
        components++;
        types.add(type);
      }
    }
  }
}
