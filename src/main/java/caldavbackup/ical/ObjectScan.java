package caldavbackup.ical;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The facts about a calendar object that a restore needs, found in one pass over its text.
 *
 * @param uid the result of {@link Uid}; null if there is none
 * @param type VEVENT, VTODO or VJOURNAL, the first in the object; null if there is none
 * @param components the number of components of these types: a series and each override count
 * @param hasGuests whether the object has attendees, so that a server may notify someone
 * @param isWanted whether the options select the object
 * @param isPlain whether it is one well-formed object in UTF-8 without a calendar name: it needs no
 *     splitting and no repair
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
   * Returns whether {@link FileText} leaves the text unchanged. The usual case, ASCII with CRLF or
   * LF, is the fastest.
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

  /** Collects the facts line by line. */
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
