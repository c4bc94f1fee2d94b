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

/** Decides what to do with each object of a calendar after the comparison. */
public final class Decisions {
  private static final Set<String> WRITING = Set.of("all", "write", "write-content", "bind");

  /** Supplies the bytes of an object. */
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
      calendar.refuse("calendar " + calendar.there().label() + " is read-only for this user");
    }
    for (ObjectPlan object : calendar.objects()) {
      decide(object);
    }
  }

  /**
   * Returns whether the server reports the calendar as read-only (RFC 3744, section 5.4). Without a
   * report, writing is tried.
   */
  private boolean isReadOnly() {
    List<String> privileges =
        calendar.there() == null ? List.of() : calendar.there().details().privileges();
    return !privileges.isEmpty() && privileges.stream().noneMatch(WRITING::contains);
  }

  private void decide(ObjectPlan object) throws IOException {
    String refusal = refusal(object);
    // objects in an earlier copy may have been changed: a copy overwrites nothing
    boolean stays = options.conflict().keepsThere() || options.conflict().isBeside();
    ObjectPlan rival = object.kinship().rival();
    if (rival != null && isOpen(object) && sharesCalendarWith(rival)) {
      object.refuse(
          "it has the same UID as a %s in %s, and a calendar accepts each UID only once"
              .formatted(rival.type(), rival.path()));
      object
          .kinship()
          .mayGoApart(calendar.there() == null); // a new calendar may not accept both types
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

  /** Returns whether there is no decision, or an equal object would be overwritten. */
  private boolean isOpen(ObjectPlan object) {
    return object.action() == null
        || (object.action() == Action.EQUAL && options.conflict() == Options.Conflict.OVERWRITE);
  }

  /**
   * Returns whether both objects go to the same calendar. Otherwise the server keeps the types in
   * separate calendars.
   */
  private boolean sharesCalendarWith(ObjectPlan rival) {
    return Hrefs.same(rival.calendar().target().url(), calendar.target().url());
  }

  private String whatIsThere(ObjectPlan object) {
    String why = calendar.targetObjects().whyUnread(object);
    return why == null ? "already exists and differs" : "already exists but cannot be read: " + why;
  }

  /** Returns a remark about an object to write; null if there is none. */
  private String remark(ObjectPlan object) throws IOException {
    if (object.there() != null && calendar.targetObjects().whyUnread(object) != null) {
      return whatIsThere(object);
    }
    String name = object.there() == null ? object.name() : object.there().name();
    if (!name.equals(object.name())) {
      return "already exists as " + name;
    }
    if (isBrokenOff(object)) {
      return "its text is incomplete, the server may refuse it";
    }
    String fault = isOffered(object) ? noCalendar(object) : null;
    return fault == null ? null : fault + "; the server may refuse it";
  }

  /**
   * Returns whether the object is sent to the server in any case: a server may accept again what it
   * once stored. It never replaces a valid object.
   */
  private boolean isOffered(ObjectPlan object) {
    return calendar.isOfServer() && object.there() == null && !object.answer().item().isStray();
  }

  private boolean isBrokenOff(ObjectPlan object) throws IOException {
    return !object.isPlain()
        && WholeText.of(FileText.of(content.of(object)).bytes()) == WholeText.Kind.BROKEN_OFF;
  }

  /**
   * Returns why the bytes are not a calendar (RFC 4791, section 5.3.2.1); null if they may be one.
   */
  private String noCalendar(ObjectPlan object) throws IOException {
    if (object.type() != null) {
      return null;
    }
    return switch (WholeText.of(FileText.of(content.of(object)).bytes())) {
      case EMPTY -> "the file is empty, there is nothing in it to restore";
      case MARKUP, OTHER -> "it is not a calendar: it does not begin with BEGIN:VCALENDAR";
      default -> null;
    };
  }

  /**
   * Returns why no server, or not the target, accepts the object, as far as known in advance; else
   * null.
   */
  private String refusal(ObjectPlan object) throws IOException {
    if (object.action() != null) {
      return null;
    }
    if (object.there() != null && isBrokenOff(object)) {
      return "its text is incomplete, it does not replace the object on the server";
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
   * Returns why a new calendar does not accept an object, according to its limits of size and type;
   * null if it may accept it. The server checks dates itself: Cyrus accepts more than it announces.
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
      return "it has " + length + " bytes, but the server accepts at most " + most;
    }
    if (CalendarParts.needsPart(calendar, type)) {
      return "the calendar accepts only "
          + String.join(", ", calendar.components())
          + ", but this is a "
          + type;
    }
    return null;
  }
}
