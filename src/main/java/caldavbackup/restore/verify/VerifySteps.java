package caldavbackup.restore.verify;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.ical.Comparison;
import caldavbackup.options.Options;
import caldavbackup.options.RestoreOptions.Verify;
import caldavbackup.restore.plan.CalendarPlan;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.PlanSteps;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.restore.write.WriteSteps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/** Bean {@code caldavVerify}: whether what was written is there, and as it was written. */
public final class VerifySteps {
  private static final String SEARCH = "CamelCaldavSearch";

  /** Written objects that were not found under the names they were written to. */
  private static final class Search {
    private final Map<String, ObjectPlan> byName = new HashMap<>();
    private final Map<String, ObjectPlan> byUid = new HashMap<>();
    private final List<Member> unknown = new ArrayList<>();

    Search(List<ObjectPlan> objects) {
      for (ObjectPlan object : objects) {
        byName.put(object.written().name(), object);
        byUid.put(object.uid(), object);
      }
    }
  }

  /** The objects of the batch that are to be read back, by the calendars they went to. */
  public Collection<List<Member>> written(
      @ExchangeProperty(WriteSteps.BATCH) List<ObjectPlan> batch,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    if (plan.end().isDeaf()) {
      settleUnread(batch, plan);
      return List.of();
    }
    boolean full = account.options().restore().verify() == Verify.FULL;
    Map<String, List<Member>> members = new LinkedHashMap<>();
    for (ObjectPlan object : batch) {
      if (!object.isSettled() && object.written() != null && (full || object.doubt() != null)) {
        members
            .computeIfAbsent(object.written().calendar().url(), u -> new ArrayList<>())
            .add(object.written());
      }
    }
    return members.values();
  }

  private static void settleUnread(List<ObjectPlan> objects, RestorePlan plan) {
    for (ObjectPlan object : objects) {
      if (!object.isSettled() && object.written() != null) {
        plan.settle(object, plan.end().notReadBack());
      }
    }
  }

  /** Compares an object as it was read back. */
  public void compare(
      @Body byte[] read,
      @Header(CaldavConstants.NAME) String name,
      @Header(CaldavConstants.ERROR) String error,
      @Header(CaldavConstants.GONE) Boolean gone,
      @ExchangeProperty(WriteSteps.BATCH) List<ObjectPlan> batch,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws IOException {
    for (ObjectPlan object : batch) {
      if (object.written() != null && object.written().name().equals(name)) {
        if (read != null) {
          settle(object, name, read, account, plan);
        } else if (!Boolean.TRUE.equals(gone)) {
          plan.settle(object, "it was written and cannot be read back: " + error);
        }
        return;
      }
    }
  }

  private static void settle(
      ObjectPlan object, String name, byte[] read, Account account, RestorePlan plan)
      throws IOException {
    Comparison comparison = Comparison.of(plan.content(object), read);
    if (comparison.verdict() != Comparison.Verdict.DIFFERENT) {
      if (comparison.verdict() == Comparison.Verdict.SAME_MEANING) {
        object.reworded();
      }
      plan.settle(object, null);
    } else if (object.doubt() != null) {
      settleDoubt(object, name, account, plan);
    } else {
      plan.settle(
          object, "the server keeps it otherwise: " + String.join(" | ", comparison.lines()));
    }
  }

  /** The server did not take it, and has something else in its place or under its UID. */
  private static void settleDoubt(
      ObjectPlan object, String name, Account account, RestorePlan plan) {
    if (object.sibling() != null) {
      plan.settle(
          object,
          "its UID is that of " + object.sibling().path() + " too: " + object.doubt().absent());
    } else if (object.there() == null && account.options().conflict() == Options.Conflict.SKIP) {
      object.keep("came to be there as " + name + " since the plan was made");
      plan.settle(object, null);
    } else {
      plan.settle(object, object.doubt().there());
    }
  }

  /** Settles what needs no look: all that is believed. */
  public void believe(
      @ExchangeProperty(WriteSteps.BATCH) List<ObjectPlan> batch,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    if (account.options().restore().verify() == Verify.OFF) {
      for (ObjectPlan object : batch) {
        if (object.written() != null && object.doubt() == null) {
          plan.settle(object, null);
        }
      }
    }
  }

  /**
   * Where objects of the calendar were written to and not seen since: renamed by the server,
   * perhaps.
   */
  public Collection<Calendar> calendarsToSearch(
      @ExchangeProperty(PlanSteps.CALENDAR) CalendarPlan calendar,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    if (plan.end().isDeaf()) {
      settleUnread(missing(calendar), plan);
      return List.of();
    }
    Map<String, Calendar> calendars = new LinkedHashMap<>();
    for (ObjectPlan object : missing(calendar)) {
      calendars.put(object.written().calendar().url(), object.written().calendar());
    }
    return calendars.values();
  }

  /** Begins the search in one of these calendars. */
  public void search(
      Exchange exchange,
      @Body Calendar searched,
      @ExchangeProperty(PlanSteps.CALENDAR) CalendarPlan calendar) {
    List<ObjectPlan> missing =
        missing(calendar).stream()
            .filter(object -> object.written().calendar().url().equals(searched.url()))
            .toList();
    exchange.setProperty(SEARCH, new Search(missing));
  }

  private static List<ObjectPlan> missing(CalendarPlan calendar) {
    return calendar.objects().stream()
        .filter(object -> object.written() != null && !object.isSettled())
        .toList();
  }

  /** Compares what is listed with what was written. */
  public void listed(
      @Body List<Member> members,
      @ExchangeProperty(SEARCH) Search search,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    boolean byEtag = account.options().restore().verify() == Verify.ETAG;
    for (Member member : members) {
      ObjectPlan object = search.byName.get(member.name());
      if (object == null || !byEtag || object.doubt() != null) {
        search.unknown.add(member);
      } else if (object.written().etag() == null
          || Objects.equals(object.written().etag(), member.etag())) {
        plan.settle(object, null);
      } else {
        plan.settle(object, "it was changed on the server just after it was written");
      }
    }
  }

  /**
   * The objects that may be those that were written, to be read: only when some are still missing.
   */
  public List<List<Member>> unknown(@ExchangeProperty(SEARCH) Search search) {
    boolean missing = search.byName.values().stream().anyMatch(object -> !object.isSettled());
    return missing ? PlanSteps.batches(search.unknown) : List.of();
  }

  /** Compares an object that may be one that was written. */
  public void recognise(
      @Body byte[] read,
      @Header(CaldavConstants.NAME) String name,
      @Header(CaldavConstants.UID) String uid,
      @ExchangeProperty(SEARCH) Search search,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account,
      @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan)
      throws IOException {
    ObjectPlan object = search.byUid.get(uid);
    if (object != null && read != null && !object.isSettled()) {
      if (object.doubt() != null) { // not taken; if all is well, because of what is there already
        object.standsAs(name);
      }
      settle(object, name, read, account, plan);
    }
  }

  /** What was written and is nowhere is lost. */
  public void giveUp(
      @ExchangeProperty(SEARCH) Search search, @ExchangeProperty(PlanSteps.PLAN) RestorePlan plan) {
    for (ObjectPlan object : search.byName.values()) {
      if (!object.isSettled()) {
        plan.settle(
            object,
            object.doubt() != null
                ? object.doubt().absent()
                : "the server took it and does not have it any more");
      }
    }
  }
}
