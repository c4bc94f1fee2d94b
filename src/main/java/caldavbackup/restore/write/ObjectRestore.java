package caldavbackup.restore.write;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.caldav.store.CalendarCreation;
import caldavbackup.caldav.store.StorePlace;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.RunProgress;
import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.http.Account;
import caldavbackup.http.Chain;
import caldavbackup.http.Conversation;
import caldavbackup.http.Failures;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Retries;
import caldavbackup.restore.plan.CalendarPlan;
import caldavbackup.restore.plan.Decisions;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.PlanSteps;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.restore.plan.Targets;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Writes one object of the plan. If the server keeps types in separate calendars, it first creates
 * the calendar part for the object's type. If the server refuses the object, it tries an
 * alternative form that the server may accept. A failure affects only this object.
 */
public final class ObjectRestore extends Chain {
  /** Exchange property: the object to write. */
  private static final String OBJECT = "CamelCaldavObjectPlan";

  /** Exchange property: the state of the write. */
  private static final String RESTORE = "CamelCaldavObjectRestore";

  private static final int BAD_REQUEST = 400;
  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_IMPLEMENTED = 501;

  private enum Step {
    BEGIN,
    PART,
    OTHERWISE,
    WRITTEN,
    END
  }

  private final RestorePlan plan;
  private final CalendarPlan calendar;
  private final ObjectPlan object;
  private final Account account;
  private final Discovery discovery;
  private Calendar part;
  private boolean isOtherwise;
  private GuardedWrite write;
  private Step step = Step.BEGIN;

  private ObjectRestore(Exchange exchange, ObjectPlan object) throws Failure {
    this.plan = PlanSteps.plan(exchange);
    this.calendar = PlanSteps.calendar(exchange);
    this.account = Account.of(exchange);
    this.discovery = exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    this.object = object;
  }

  /** Bean {@code caldavRestoresObject}: starts to write the object of the plan in the body. */
  public static final class Begin implements Processor {
    @Override
    public void process(Exchange exchange) throws Failure {
      ObjectPlan object = (ObjectPlan) exchange.getMessage().getBody();
      exchange.setProperty(OBJECT, object);
      ObjectRestore restore = new ObjectRestore(exchange, object);
      exchange.setProperty(RESTORE, restore);
      Conversation.begin(exchange, restore);
    }
  }

  /**
   * Bean {@code caldavObjectDone}: frees the object's place for another one, and ends the wait of
   * other objects for a calendar that this one did not create.
   */
  public static final class Done implements Processor {
    @Override
    public void process(Exchange exchange) {
      ObjectRestore restore = exchange.getProperty(RESTORE, ObjectRestore.class);
      if (restore != null) {
        restore.partFailed(new Failure(Failure.Kind.INTERNAL, "it was started but not created"));
      }
      ObjectPlan object = exchange.getProperty(OBJECT, ObjectPlan.class);
      RunProgress.of(exchange).done(Phase.WRITING, PlanSteps.calendar(exchange).progressName(), 1);
      exchange.getProperty(Places.PROPERTY, Places.class).leave(object);
    }
  }

  @Override
  protected Conversation next(Exchange exchange) throws IOException {
    switch (step) {
      case BEGIN -> {
        plan.end().require();
        plan.putOn(exchange, object, calendar.target());
        return needsPart() ? makePart(exchange) : store(exchange);
      }
      case PART -> {
        plan.parts().made(part, calendar(exchange));
        return store(exchange);
      }
      case OTHERWISE -> {
        step = Step.WRITTEN;
        return write();
      }
      case WRITTEN -> {
        step = Step.END;
        written(exchange);
        return null;
      }
      default -> {
        return null;
      }
    }
  }

  /** Returns whether the new calendar does not accept the object's type. */
  private boolean needsPart() {
    return new Targets(account.options(), discovery).mayMakeCalendars()
        && CalendarParts.needsPart(calendar.target(), object.type());
  }

  /**
   * Creates the part. Other objects of the same type wait here, at most for the timeout of a
   * request.
   */
  private Conversation makePart(Exchange exchange) throws IOException {
    Calendar wanted = CalendarParts.part(calendar.target(), object.type());
    Calendar made = plan.parts().await(wanted, Retries.longest(exchange));
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, made == null ? wanted : made);
    if (made != null) {
      return store(exchange);
    }
    part = wanted;
    step = Step.PART;
    return new CalendarCreation(wanted, discovery.calendars());
  }

  /**
   * Writes the object into the calendar on the message, which may be new.
   *
   * @throws Failure if that calendar's properties say that it does not accept the object
   */
  private Conversation store(Exchange exchange) throws IOException {
    part = null;
    String why =
        Decisions.refusalOfMade(calendar(exchange), object.type(), object.content().length());
    if (why != null) {
      throw Failure.option(why);
    }
    step = Step.WRITTEN;
    return write();
  }

  private Conversation write() throws IOException {
    write = GuardedWrite.of(plan.content(object), object.hasGuests());
    return write;
  }

  /** Returns the address of the PUT request; null if none was sent. */
  private String putTo() {
    return write == null || write.write() == null ? null : write.write().url();
  }

  private static Calendar calendar(Exchange exchange) {
    return exchange.getMessage().getHeader(CaldavConstants.CALENDAR, Calendar.class);
  }

  /** Records that the server accepted the object, or that an object created meanwhile stays. */
  private void written(Exchange exchange) {
    plan.end().wentWell();
    if (exchange.removeProperty(CaldavConstants.STAYED) != null) {
      object.keep("was created on the server after the plan was made");
      plan.settle(object, null);
      return;
    }
    if (write.write().isIfNew()) {
      ServerProfile.of(account).learnTakesConditions();
    }
    HttpAnswer answer = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    String url =
        answer.location() == null ? answer.url() : Hrefs.resolve(answer.url(), answer.location());
    object.written(new Member(calendar(exchange), Hrefs.path(url), answer.etag(), -1, null), null);
  }

  /** Records the object's own result; the failure is not propagated. */
  @Override
  protected void ended(Exchange exchange, Failure failure) {
    partFailed(failure);
    try {
      if (mayTakeItOtherwise(exchange, failure)) {
        step = Step.OTHERWISE;
        isOtherwise = true;
        otherwise(exchange, failure);
        return;
      }
      failed(exchange.getMessage(), failure);
    } catch (IOException e) {
      plan.settle(object, Failures.of(e).getMessage());
    }
    step = Step.END;
  }

  /** Fails the part that the object creates, if any; all other objects of its type fail with it. */
  private void partFailed(Failure failure) {
    if (part != null) {
      plan.parts().failed(part, failure);
      part = null;
    }
  }

  /**
   * Returns whether the server may accept an alternative: a copy with another UID, or a new object
   * without a condition that this server does not support.
   */
  private boolean mayTakeItOtherwise(Exchange exchange, Failure failure) {
    return !isOtherwise
        && putTo() != null
        && object.there() == null
        && (needsNewUid(failure) || mayNotKnowConditions(failure));
  }

  private boolean needsNewUid(Failure failure) {
    return account.options().conflict().isBeside()
        && object.uid() != null
        && object.kinship().sibling() == null // else the answer only concerns its sibling
        && UidConflicts.is(failure);
  }

  /** Google supports only If-Match. */
  private boolean mayNotKnowConditions(Failure failure) {
    return !ServerProfile.of(account).takesConditions()
        && List.of(BAD_REQUEST, NOT_IMPLEMENTED).contains(failure.status())
        && !UidConflicts.is(failure);
  }

  /** Changes the object or its request to the alternative. */
  private void otherwise(Exchange exchange, Failure failure) throws IOException {
    if (needsNewUid(failure)) {
      plan.renew(object, calendar(exchange));
    } else {
      exchange.setProperty(CaldavConstants.PLACE, new StorePlace(putTo(), null));
    }
  }

  /**
   * Handles a refusal. If the answer may mean that the object already exists, perhaps from our own
   * first request with a lost answer, the verification looks for it and decides.
   */
  private void failed(Message message, Failure failure) {
    if (plan.end().isMetBy(failure)) {
      plan.settle(object, plan.end().notRestored());
    } else if (putTo() != null && UidConflicts.maySayThere(failure)) {
      Calendar into = message.getHeader(CaldavConstants.CALENDAR, Calendar.class);
      object.written(new Member(into, Hrefs.path(putTo()), null, -1, null), doubt(failure));
    } else {
      plan.settle(object, failure.getMessage());
    }
  }

  private ObjectPlan.Doubt doubt(Failure failure) {
    String words = UidConflicts.is(failure) ? UidConflicts.sentence(failure) : failure.getMessage();
    String since =
        failure.status() != PRECONDITION_FAILED
            ? ""
            : (object.there() == null ? "it was created" : "it was changed")
                + " on the server after the plan was made: ";
    return new ObjectPlan.Doubt(since + words, words);
  }
}
