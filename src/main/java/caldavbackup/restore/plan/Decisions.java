package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;
import caldavbackup.ical.FileText;
import caldavbackup.ical.ObjectLimits;
import caldavbackup.ical.WholeText;
import caldavbackup.options.Options;
import caldavbackup.webdav.Hrefs;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What becomes of each object of a calendar, now that all is known of it. */
public final class Decisions {
  private static final Set<String> WRITING = Set.of("all", "write", "write-content", "bind");

  /** What an object says. */
  interface Content {
    byte[] of(ObjectPlan object) throws IOException;
  }

  private final CalendarPlan calendar;
  private final Options options;
  private final Content content;
  private Calendar limited;
  private boolean hasLimits;

  Decisions(CalendarPlan calendar, Options options, Content content) {
    this.calendar = calendar;
    this.options = options;
    this.content = content;
  }

  void decide() throws IOException {
    if (isReadOnly()) {
      calendar.refuse("the server lets you read calendar " + calendar.there().label() + " only");
    }
    for (ObjectPlan object : calendar.objects()) {
      decide(object);
    }
  }

  /** Whether the server says so (RFC 3744, section 5.4); one that says nothing is tried. */
  private boolean isReadOnly() {
    List<String> privileges =
        calendar.there() == null ? List.of() : calendar.there().details().privileges();
    return !privileges.isEmpty() && privileges.stream().noneMatch(WRITING::contains);
  }

  private void decide(ObjectPlan object) throws IOException {
    String refusal = refusal(object);
    // what is in a copy from before may have been changed there: a copy touches nothing
    boolean stays = options.conflict().keepsThere() || options.conflict().isBeside();
    ObjectPlan rival = object.kinship().rival();
    if (rival != null && isOpen(object) && sharesCalendarWith(rival)) {
      object.refuse(
          "its UID is that of a %s in %s, and a calendar takes a UID only once"
              .formatted(rival.type(), rival.path()));
      object
          .kinship()
          .mayGoApart(calendar.there() == null); // whether it takes both types is not known yet
    } else if (object.there() != null && stays) {
      object.decide(Action.KEEP, whatIsThere(object));
    } else if (refusal != null) {
      object.decide(Action.REFUSED, refusal);
    } else if (object.there() == null) {
      object.decide(Action.CREATE, remark(object));
    } else if (options.conflict() == Options.Conflict.FAIL) {
      object.decide(Action.CONFLICT, whatIsThere(object));
    } else {
      object.decide(Action.UPDATE, remark(object));
    }
  }

  /** Whether it is not decided, or is there as it is and is about to be written over. */
  private boolean isOpen(ObjectPlan object) {
    return object.action() == null
        || (object.action() == Action.EQUAL && options.conflict() == Options.Conflict.OVERWRITE);
  }

  /** Else the server keeps the types apart, each in a calendar of its own. */
  private boolean sharesCalendarWith(ObjectPlan rival) {
    return Hrefs.same(rival.calendar().target().url(), calendar.target().url());
  }

  private String whatIsThere(ObjectPlan object) {
    String why = calendar.targetObjects().whyUnread(object);
    return why == null ? "is there and differs" : "is there and cannot be read: " + why;
  }

  /** What is to be said of an object that is written; null for nothing. */
  private String remark(ObjectPlan object) throws IOException {
    if (object.there() != null && calendar.targetObjects().whyUnread(object) != null) {
      return whatIsThere(object);
    }
    String name = object.there() == null ? object.name() : object.there().name();
    if (!name.equals(object.name())) {
      return "is there as " + name;
    }
    boolean isBroken =
        !object.isPlain() && WholeText.of(content.of(object)) == WholeText.Kind.BROKEN_OFF;
    if (isBroken) {
      return "its text breaks off, the server may refuse it";
    }
    String fault = isOffered(object) ? noCalendar(object) : null;
    return fault == null ? null : fault + "; the server may refuse it";
  }

  /**
   * Whether it is offered to the server whatever it is: what a server kept may be kept again, but
   * it takes no good object's place.
   */
  private boolean isOffered(ObjectPlan object) {
    return calendar.isOfServer() && object.there() == null;
  }

  /** Why the bytes are no calendar (RFC 4791, section 5.3.2.1); null when they may be one. */
  private String noCalendar(ObjectPlan object) throws IOException {
    if (object.type() != null) {
      return null;
    }
    return switch (WholeText.of(FileText.of(content.of(object)).bytes())) {
      case EMPTY -> "the file is empty, there is nothing in it to restore";
      case MARKUP, OTHER -> "it is no calendar: it does not begin with BEGIN:VCALENDAR";
      default -> null;
    };
  }

  /** Why no server takes it, or the target not, as far as it says so beforehand; else null. */
  private String refusal(ObjectPlan object) throws IOException {
    if (object.action() != null) {
      return null;
    }
    String fault = isOffered(object) ? null : noCalendar(object);
    if (fault != null || calendar.there() == null) {
      return fault;
    }
    if (limited == null) {
      limited = calendar.target().withLimitsOf(calendar.there());
      hasLimits = ObjectLimits.of(limited.details().limits()) != null;
    }
    String why = refusal(limited, object.type(), object.content().length());
    return why != null || !hasLimits ? why : exceeded(limited, content.of(object));
  }

  /**
   * Why a calendar that was just made does not take an object, as far as its limits of size and
   * type say so; null if it may. Dates are left to the server: Cyrus takes more than it says.
   */
  public static String refusalOfMade(Calendar calendar, String type, int length) {
    return refusal(calendar, type, length);
  }

  private static String exceeded(Calendar calendar, byte[] object) {
    ObjectLimits limits = ObjectLimits.of(calendar.details().limits());
    return limits == null ? null : limits.exceededBy(object);
  }

  /** RFC 4791, sections 5.2.3 and 5.2.5. */
  private static String refusal(Calendar calendar, String type, int length) {
    String most = calendar.details().limits().get("max-resource-size");
    if (most != null && most.matches("\\d{1,18}") && length > Long.parseLong(most)) {
      return "it has " + length + " bytes, and the server takes no more than " + most;
    }
    if (CalendarParts.needsPart(calendar, type)) {
      return "the calendar takes only "
          + String.join(", ", calendar.components())
          + ", and this is a "
          + type;
    }
    return null;
  }
}
