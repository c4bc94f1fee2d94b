package caldavbackup.restore;

import caldavbackup.account.Options;
import caldavbackup.dav.CalendarParts;
import caldavbackup.ical.ObjectLimits;
import caldavbackup.restore.ObjectPlan.Action;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What becomes of each object of a calendar, now that all is known of it. */
final class Decisions {
  private static final Set<String> WRITING = Set.of("all", "write", "write-content", "bind");

  /** What an object says. */
  interface Content {
    byte[] of(ObjectPlan object) throws IOException;
  }

  private final CalendarPlan calendar;
  private final Options options;
  private final Content content;
  private final ObjectLimits limits;

  Decisions(CalendarPlan calendar, Options options, Content content) {
    this.calendar = calendar;
    this.options = options;
    this.content = content;
    this.limits =
        calendar.there() == null ? null : ObjectLimits.of(calendar.there().details().limits());
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
    boolean stays =
        options.conflict() == Options.Conflict.SKIP || options.conflict() == Options.Conflict.COPY;
    if (object.there() != null && stays) {
      object.decide(Action.KEEP, "is there and differs");
    } else if (refusal != null) {
      object.decide(Action.REFUSED, refusal);
    } else if (object.there() == null) {
      object.decide(Action.CREATE, null);
    } else if (options.conflict() == Options.Conflict.FAIL) {
      object.decide(Action.CONFLICT, "is there and differs");
    } else {
      object.decide(Action.UPDATE, otherName(object));
    }
  }

  private static String otherName(ObjectPlan object) {
    String name = object.there().name();
    return name.equals(object.name()) ? null : "is there as " + name;
  }

  /** Why the target would not take it, as far as it says so beforehand; null when it may. */
  private String refusal(ObjectPlan object) throws IOException {
    if (calendar.there() == null) {
      return null;
    }
    String most = calendar.there().details().limits().get("max-resource-size");
    if (most != null
        && most.matches("\\d{1,18}")
        && object.content().length() > Long.parseLong(most)) {
      return "it has "
          + object.content().length()
          + " bytes, and the server takes no more than "
          + most;
    }
    if (CalendarParts.needsPart(calendar.target(), object.type())) {
      return "the calendar takes only "
          + String.join(", ", calendar.target().components())
          + ", and this is a "
          + object.type();
    }
    return limits == null || object.action() != null ? null : limits.exceededBy(content.of(object));
  }
}
