package caldavbackup.ical;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The organizer and attendees of a calendar object, over all of its components: an occurrence may
 * have other attendees than its series.
 *
 * <p>The result tells which people a server would notify (RFC 6638, section 3.2). If the object is
 * ambiguous, the result includes too many people rather than too few.
 */
public final class Invitation {
  /** The user's role in an object, ordered by how much a server does when the object is written. */
  public enum Role {
    /** The object has no attendees, or the user is neither organizer nor attendee. */
    NONE,
    /** An attendee without an answer. */
    INVITED,
    /** An attendee with an answer: the server notifies the organizer. */
    ANSWERED,
    /** The organizer of a meeting with other attendees: the server invites them. */
    ORGANIZER
  }

  private static final byte[] ATTENDEE =
      "ATTENDEE".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /** In these components, ATTENDEE is the recipient of an alarm, or invalid. */
  private static final Set<String> NO_GUESTS =
      Set.of("VALARM", "VTIMEZONE", "STANDARD", "DAYLIGHT");

  private static final Invitation NONE = new Invitation(new byte[0], List.of());

  private final byte[] object;
  private final List<Component> components;

  private Invitation(byte[] object, List<Component> components) {
    this.object = object;
    this.components = components;
  }

  /** The organizer or an attendee. Apple servers write the mail address to EMAIL. */
  private record Party(Set<String> addresses, String answer, String agent) {
    static Party of(ContentLine line) {
      Set<String> addresses = new HashSet<>();
      addresses.add(CalendarUserAddress.normal(line.value()));
      if (line.parameter("EMAIL") != null) {
        addresses.add(CalendarUserAddress.normal("mailto:" + line.parameter("EMAIL")));
      }
      return new Party(
          addresses, upper(line, "PARTSTAT", "NEEDS-ACTION"), upper(line, "SCHEDULE-AGENT", ""));
    }

    private static String upper(ContentLine line, String parameter, String fallback) {
      String value = line.parameter(parameter);
      return value == null || value.isEmpty() ? fallback : value.toUpperCase(Locale.ROOT);
    }

    boolean isOneOf(Set<String> known) {
      return addresses.stream().anyMatch(known::contains);
    }

    /** Returns whether SCHEDULE-AGENT leaves scheduling to the client (RFC 6638, section 7.1). */
    boolean isLeftToClient() {
      return agent.equals("CLIENT") || agent.equals("NONE");
    }

    boolean hasAnswered() {
      return !answer.equals("NEEDS-ACTION");
    }
  }

  /** The organizer and attendees of one component. */
  private static final class Component {
    private final boolean mayHaveGuests;
    private final List<Party> attendees = new ArrayList<>();
    private String occurrence = "";
    private Party organizer;

    Component(String type) {
      mayHaveGuests = !NO_GUESTS.contains(type);
    }

    void add(ContentLine line) {
      switch (line.name()) {
        case "ORGANIZER" -> organizer = Party.of(line);
        case "ATTENDEE" -> attendees.add(Party.of(line));
        case "RECURRENCE-ID" -> occurrence = line.value().strip();
        default -> {
          // not related to attendees
        }
      }
    }

    Role role(Set<String> me, boolean agentHeeded) {
      if (organizer == null
          || organizer.isOneOf(me)) { // servers assume that the user is the organizer
        return attendees.stream()
                .anyMatch(a -> !a.isOneOf(me) && !(agentHeeded && a.isLeftToClient()))
            ? Role.ORGANIZER
            : Role.NONE;
      }
      if (agentHeeded && organizer.isLeftToClient()) {
        return Role.NONE;
      }
      Role role = Role.NONE;
      for (Party attendee : attendees) {
        if (attendee.isOneOf(me)) {
          Role his = attendee.hasAnswered() ? Role.ANSWERED : Role.INVITED;
          role = his.compareTo(role) > 0 ? his : role;
        }
      }
      return role;
    }
  }

  /**
   * Reads the organizer and attendees of an object. An object without attendees needs only a check
   * of its line beginnings.
   *
   * @param calendarObject the object's bytes; may be null
   */
  public static Invitation of(byte[] calendarObject) {
    if (calendarObject == null || !namesGuests(calendarObject)) {
      return NONE;
    }
    List<Component> components = new ArrayList<>();
    Components walk = new Components();
    Deque<Component> open = new ArrayDeque<>();
    open.push(new Component(""));
    for (ContentLine line : ContentLine.of(calendarObject)) {
      switch (walk.take(line)) {
        case BEGIN -> open.push(new Component(walk.innermost()));
        case END -> {
          while (open.size() > walk.depth() + 1) {
            components.add(open.pop());
          }
        }
        default -> open.peek().add(line);
      }
    }
    components.addAll(open);
    List<Component> withGuests =
        components.stream().filter(c -> c.mayHaveGuests && !c.attendees.isEmpty()).toList();
    return withGuests.isEmpty() ? NONE : new Invitation(calendarObject, withGuests);
  }

  /** Returns whether a line of this component names its organizer or an attendee. */
  static boolean isParty(ContentLine line, String component) {
    return (line.name().equals("ATTENDEE") || line.name().equals("ORGANIZER"))
        && !NO_GUESTS.contains(component);
  }

  /** Returns whether any line is an ATTENDEE, folded or not, including alarms. */
  static boolean namesGuests(byte[] text) {
    boolean start = true;
    for (int i = 0; i < text.length; i++) {
      if (start && (text[i] | 0x20) == 'a' && isNamedAttendee(text, i)) {
        return true;
      }
      start = text[i] == '\n' || text[i] == '\r';
    }
    return false;
  }

  private static boolean isNamedAttendee(byte[] text, int start) {
    int at = start;
    for (byte letter : ATTENDEE) {
      at = behindFold(text, at);
      if (at == text.length || (text[at] & 0xdf) != letter) {
        return false;
      }
      at++;
    }
    at = behindFold(text, at);
    return at < text.length && !Character.isLetterOrDigit(text[at]) && text[at] != '-';
  }

  private static int behindFold(byte[] text, int at) {
    int end = at;
    while (end < text.length && text[end] == '\r') {
      end++;
    }
    end += end < text.length && text[end] == '\n' ? 1 : 0;
    boolean fold = end > at && end < text.length && (text[end] == ' ' || text[end] == '\t');
    return fold ? behindFold(text, end + 1) : at;
  }

  /** Returns whether the object has any attendee. */
  public boolean hasGuests() {
    return !components.isEmpty();
  }

  /** Returns the normalized addresses of the attendees. */
  public Set<String> attendees() {
    Set<String> all = new HashSet<>();
    components.forEach(c -> c.attendees.forEach(guest -> all.addAll(guest.addresses())));
    return all;
  }

  /**
   * Returns the user's role in the object, the highest one over all components.
   *
   * @param me all calendar user addresses of the user, not normalized; if empty, they are unknown
   *     and the user may be any of the people in the object
   * @param agentHeeded whether to ignore people for whom SCHEDULE-AGENT leaves scheduling to the
   *     client, because the server does not notify them
   */
  public Role role(Collection<String> me, boolean agentHeeded) {
    Set<String> known = CalendarUserAddress.normal(me);
    Role role = Role.NONE;
    for (Component component : components) {
      Role here =
          known.isEmpty() ? ofAnybody(component, agentHeeded) : component.role(known, agentHeeded);
      role = here.compareTo(role) > 0 ? here : role;
    }
    return role;
  }

  private static Role ofAnybody(Component component, boolean agentHeeded) {
    boolean quiet = component.attendees.stream().allMatch(Party::isLeftToClient);
    boolean noAnswer = component.organizer == null || component.organizer.isLeftToClient();
    return agentHeeded && quiet && noAnswer ? Role.NONE : Role.ORGANIZER;
  }

  /**
   * Returns the user's answers as an attendee: PARTSTAT by RECURRENCE-ID, which is empty for the
   * series.
   */
  public Map<String, String> answers(Collection<String> me) {
    Set<String> known = CalendarUserAddress.normal(me);
    Map<String, String> answers = new TreeMap<>();
    for (Component component : components) {
      for (Party attendee : component.attendees) {
        if (attendee.isOneOf(known)
            && (component.organizer == null || !component.organizer.isOneOf(known))) {
          answers.put(component.occurrence, attendee.answer());
        }
      }
    }
    return answers;
  }

  /**
   * Returns whether all of the object is in the past in every time zone. The result is false for an
   * endless recurrence and for dates that cannot be parsed.
   *
   * @param today the current day in UTC
   */
  public boolean isOver(LocalDate today) {
    return hasGuests() && !new ObjectSelection(Set.of(), today.minusDays(1), null).wants(object);
  }
}
