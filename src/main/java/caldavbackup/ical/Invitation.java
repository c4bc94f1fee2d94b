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
 * Who organizes and who attends what is in a calendar object, in all its components together: an
 * occurrence may have other guests than its series.
 *
 * <p>It tells whom a server would mail about it (RFC 6638, section 3.2). Where the object leaves
 * that open, it tells too many rather than too few.
 */
public final class Invitation {
  /** What the user is in an object, by what a server does when it is written: more and more. */
  public enum Role {
    /** No guests, or neither organizer nor guest. */
    NONE,
    /** A guest who has not answered. */
    INVITED,
    /** A guest who has answered: the organizer is told. */
    ANSWERED,
    /** The organizer of other people's meeting: they are invited. */
    ORGANIZER
  }

  private static final byte[] ATTENDEE =
      "ATTENDEE".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /** In these, ATTENDEE is whom an alarm mails, or nonsense. */
  private static final Set<String> NO_GUESTS =
      Set.of("VALARM", "VTIMEZONE", "STANDARD", "DAYLIGHT");

  private static final Invitation NONE = new Invitation(new byte[0], List.of());

  private final byte[] object;
  private final List<Component> components;

  private Invitation(byte[] object, List<Component> components) {
    this.object = object;
    this.components = components;
  }

  /** One line of an organizer or a guest; Apple's servers keep the mail address in EMAIL. */
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

    /** Whether the server is asked to leave it to the client (RFC 6638, section 7.1). */
    boolean isLeftToClient() {
      return agent.equals("CLIENT") || agent.equals("NONE");
    }

    boolean hasAnswered() {
      return !answer.equals("NEEDS-ACTION");
    }
  }

  /** What one component says of it. */
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
          // says nothing of guests
        }
      }
    }

    Role role(Set<String> me, boolean agentHeeded) {
      if (organizer == null || organizer.isOneOf(me)) { // without one, servers take the user
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
   * What the object says of its organizer and guests; an object without guests costs one look at
   * the beginnings of its lines.
   *
   * @param calendarObject the object's bytes; null for none
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

  /** Whether a line of this component is its organizer's or a guest's. */
  static boolean isParty(ContentLine line, String component) {
    return (line.name().equals("ATTENDEE") || line.name().equals("ORGANIZER"))
        && !NO_GUESTS.contains(component);
  }

  /** Whether any line is called ATTENDEE, folded or not; in an alarm too. */
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

  /** Whether anybody attends anything in it. */
  public boolean hasGuests() {
    return !components.isEmpty();
  }

  /** The addresses of its guests, each in one form. */
  public Set<String> attendees() {
    Set<String> all = new HashSet<>();
    components.forEach(c -> c.attendees.forEach(guest -> all.addAll(guest.addresses())));
    return all;
  }

  /**
   * What the user is in it, the most in any component.
   *
   * @param me all his calendar user addresses as they stand; empty when they are not known: then he
   *     may be anybody
   * @param agentHeeded whether those whom SCHEDULE-AGENT leaves to the client do not count, as the
   *     server does not mail them
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
   * What the user has answered as a guest: PARTSTAT by RECURRENCE-ID, which is empty for the
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
   * Whether all of it lies in the past, by any clock: what recurs without end does not, nor what
   * cannot be told for sure.
   *
   * @param today the day it is in UTC
   */
  public boolean isOver(LocalDate today) {
    return hasGuests() && !new ObjectSelection(Set.of(), today.minusDays(1), null).wants(object);
  }
}
