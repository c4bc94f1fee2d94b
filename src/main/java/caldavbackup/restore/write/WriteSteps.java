package caldavbackup.restore.write;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.caldav.store.ObjectWrite;
import caldavbackup.caldav.store.StorePlace;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.HttpAnswer;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.CalendarPlan;
import caldavbackup.restore.plan.Decisions;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.PlanSteps;
import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.restore.plan.Targets;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/** Bean {@code caldavWrite}: the steps of {@code direct:caldav-carry-out}. */
public final class WriteSteps {
  /** Exchange property: the objects that are written together. */
  public static final String BATCH = "CamelCaldavWriteBatch";

  private static final String PART = "CamelCaldavPart";
  private static final int BAD_REQUEST = 400;
  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_IMPLEMENTED = 501;

  /** The calendars to be written to; whatever needs no writing is settled. */
  public List<CalendarPlan> calendars(@ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    plan.settleDecided();
    return plan.calendars().stream()
        .filter(calendar -> calendar.refusal() == null && !calendar.isLeftOut())
        .toList();
  }

  /**
   * The calendar that is to be there, with the properties that it is to have.
   *
   * @throws Failure when the restore has met its end
   */
  public void calendar(
      Exchange exchange,
      @Body CalendarPlan calendar,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws Failure {
    exchange.setProperty(PlanSteps.CALENDAR, calendar);
    plan.end().require();
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar.wanted());
  }

  /** The calendar is there: its objects may be written. */
  public void ready(
      @Body Calendar there,
      @ExchangeProperty(PlanSteps.CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    calendar.target(there);
    plan.settle(calendar, null);
    for (ObjectPlan object : calendar.objects()) {
      if (object.mayGoApart() && keepsApart(there, object)) {
        object.goesApart();
      } else if (object.mayGoApart()) {
        plan.settle(object, object.reason());
      }
    }
  }

  /** Whether the object and its rival go to different calendars, each for its type. */
  private static boolean keepsApart(Calendar there, ObjectPlan object) {
    return CalendarParts.needsPart(there, object.type())
        || CalendarParts.needsPart(there, object.rival().type());
  }

  /** The objects to be written, some at a time; of those with one UID the newest first. */
  public List<List<ObjectPlan>> batches(
      @ExchangeProperty(PlanSteps.CALENDAR) CalendarPlan calendar) {
    Map<Boolean, List<ObjectPlan>> byRank =
        calendar.objects().stream()
            .filter(object -> object.action().isPut())
            .collect(Collectors.partitioningBy(object -> object.sibling() == null));
    List<List<ObjectPlan>> batches = new ArrayList<>(PlanSteps.batches(byRank.get(true)));
    batches.addAll(PlanSteps.batches(byRank.get(false)));
    return batches;
  }

  /** The calendar cannot be made: none of its objects can be written. */
  public void calendarFailed(
      Exchange exchange,
      @ExchangeProperty(PlanSteps.CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    Failure failure = caught(exchange);
    boolean isEnd = plan.end().isMetBy(failure);
    plan.failed(calendar, isEnd ? plan.end().notRestored() : failure.getMessage());
  }

  /** Notes the objects that are written together. */
  public void hold(Exchange exchange, @Body List<ObjectPlan> batch) {
    exchange.setProperty(BATCH, batch);
  }

  /** The objects of the batch, as many at a time as the account allows. */
  public Iterator<ObjectPlan> atATime(
      Exchange exchange,
      @ExchangeProperty(BATCH) List<ObjectPlan> batch,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    Places places =
        new Places(
            batch.iterator(), account.options().concurrency(), account.options().restore().rate());
    exchange.setProperty(Places.PROPERTY, places);
    return places;
  }

  /**
   * Puts an object's bytes, its calendar and its name on the message.
   *
   * @throws Failure when the restore has met its end
   */
  public void object(
      Exchange exchange,
      @Body ObjectPlan object,
      @ExchangeProperty(PlanSteps.CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws IOException {
    exchange.setProperty(RestorePlan.OBJECT, object);
    exchange.getMessage().removeHeader(CaldavConstants.METHOD); // of the object before
    plan.end().require();
    plan.putOn(exchange, object, calendar.target());
  }

  /**
   * Looks whether the calendar, which may just have been made, takes the object as far as it says
   * so.
   *
   * @throws Failure when it does not
   */
  public void requireTaken(
      @Body byte[] bytes,
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @Header(CaldavConstants.CALENDAR) Calendar calendar)
      throws Failure {
    String why = Decisions.refusalOfMade(calendar, object.type(), bytes);
    if (why != null) {
      throw Failure.option(why);
    }
  }

  /** Whether the object is of a type that its calendar, just made, does not take. */
  public boolean needsPart(
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery) {
    return new Targets(account.options(), discovery).mayMakeCalendars()
        && CalendarParts.needsPart(calendar, object.type());
  }

  /** The part of the calendar that takes the object's type. */
  public void part(
      Exchange exchange,
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @Header(CaldavConstants.CALENDAR) Calendar calendar) {
    exchange
        .getMessage()
        .setHeader(CaldavConstants.CALENDAR, CalendarParts.part(calendar, object.type()));
  }

  /** Whether this part is still to be made; one step makes it, the others wait for it here. */
  public boolean isNewPart(
      Exchange exchange,
      @Header(CaldavConstants.CALENDAR) Calendar part,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws Failure {
    exchange.setProperty(PART, part);
    Calendar made = plan.parts().await(part);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, made == null ? part : made);
    return made == null;
  }

  /** The part is there: its objects may be written. */
  public void partReady(
      Exchange exchange,
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(PART) Calendar part,
      @Header(CaldavConstants.CALENDAR) Calendar made,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws IOException {
    plan.parts().made(part, made);
    exchange.getMessage().setBody(plan.content(object));
  }

  /** The part cannot be made: this object and all others of its type fail. */
  public void partFailed(
      Exchange exchange,
      @ExchangeProperty(PART) Calendar part,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws Failure {
    Failure failure = caught(exchange);
    plan.parts().failed(part, failure);
    throw failure;
  }

  /** The server took the object, or one that came to be there stays. */
  public void written(
      Exchange exchange,
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer answer) {
    plan.end().wentWell();
    if (exchange.removeProperty(ObjectWrite.STAYED) != null) {
      object.keep("came to be there since the plan was made");
      plan.settle(object, null);
      return;
    }
    if (exchange.getMessage().getHeader(CaldavConstants.IF_NONE_MATCH) != null) {
      ServerProfile.of(account).learnTakesConditions();
    }
    String url =
        answer.location() == null ? answer.url() : Hrefs.resolve(answer.url(), answer.location());
    object.written(new Member(calendar, Hrefs.path(url), answer.etag(), -1, null), null);
  }

  /**
   * Whether the server may take the object otherwise: a copy under another UID, or a new object
   * without a condition that this server does not know.
   */
  public boolean mayTakeItOtherwise(
      Exchange exchange,
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    Failure failure = caught(exchange);
    boolean isPut =
        "PUT".equals(exchange.getMessage().getHeader(CaldavConstants.METHOD, String.class));
    return isPut
        && object.there() == null
        && (needsNewUid(failure, object, account) || mayNotKnowConditions(failure, account));
  }

  private static boolean needsNewUid(Failure failure, ObjectPlan object, Account account) {
    return account.options().conflict() == Options.Conflict.COPY
        && object.uid() != null
        && object.sibling() == null // else it is only of its sibling that the server speaks
        && UidConflicts.is(failure);
  }

  /** Google's knows If-Match only. */
  private static boolean mayNotKnowConditions(Failure failure, Account account) {
    return !ServerProfile.of(account).takesConditions()
        && (failure.status() == BAD_REQUEST || failure.status() == NOT_IMPLEMENTED)
        && !UidConflicts.is(failure);
  }

  /** The object as the server may take it. */
  public void otherwise(
      Exchange exchange,
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws IOException {
    if (needsNewUid(caught(exchange), object, account)) {
      plan.renew(object, calendar);
    } else {
      String url = exchange.getMessage().getHeader(CaldavConstants.URL, String.class);
      exchange.setProperty(StorePlace.PROPERTY, new StorePlace(url, null));
    }
    exchange.getMessage().setBody(plan.content(object));
  }

  /**
   * The server did not take the object. That something is there already, perhaps by our own first
   * request, whose answer was lost, is looked at where the answer may mean it, and believed only
   * when something is there.
   */
  public void failed(
      Exchange exchange,
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    Failure failure = caught(exchange);
    String method = exchange.getMessage().getHeader(CaldavConstants.METHOD, String.class);
    boolean wasPut = "PUT".equals(method) || "GET".equals(method); // GET looks at what is there
    if (plan.end().isMetBy(failure)) {
      plan.settle(object, plan.end().notRestored());
    } else if (wasPut && UidConflicts.maySayThere(failure)) {
      String url = exchange.getMessage().getHeader(CaldavConstants.URL, String.class);
      object.written(new Member(calendar, Hrefs.path(url), null, -1, null), doubt(object, failure));
    } else {
      plan.settle(object, failure.getMessage());
    }
  }

  private static ObjectPlan.Doubt doubt(ObjectPlan object, Failure failure) {
    String words = UidConflicts.is(failure) ? UidConflicts.sentence(failure) : failure.getMessage();
    String since =
        failure.status() != PRECONDITION_FAILED
            ? ""
            : (object.there() == null ? "it came to be" : "it was changed")
                + " on the server since the plan was made: ";
    return new ObjectPlan.Doubt(since + words, words);
  }

  private static Failure caught(Exchange exchange) {
    return Failures.ofCaught(exchange);
  }

  /** The object's place is free for another. */
  public void done(
      @ExchangeProperty(RestorePlan.OBJECT) ObjectPlan object,
      @ExchangeProperty(Places.PROPERTY) Places places) {
    places.leave(object);
  }

  /** Answers every record as if all that is planned had been done. */
  public void pretend(@ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    plan.settleDecided();
    plan.settleRefusedDeletes();
    for (CalendarPlan calendar : plan.calendars()) {
      plan.settle(calendar, null);
      for (ObjectPlan object : calendar.objects()) {
        plan.settle(
            object,
            object.mayGoApart()
                ? object.reason() + ", unless the server keeps these types apart"
                : null);
      }
    }
  }

  /** The records that can be answered. */
  public List<RecordResult> due(@ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    return plan.takeDue();
  }

  /** Ends the restore: an error unless every record was restored. */
  public void prove(@ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) throws Failure {
    plan.prove();
  }
}
