package caldavbackup.caldav.list;

import caldavbackup.ical.ComponentType;
import caldavbackup.text.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides how a calendar is listed: what is asked next, and whether the answers together are proved
 * to name every object.
 *
 * <p>PROPFIND comes first, because it hides nothing on any server. When it is refused, breaks off
 * on purpose or names nothing, another way is asked: {@code sync-collection}, page by page, and
 * then {@code calendar-query}, which may hide objects and is therefore asked in two ways. Who is
 * named by any of them is in the calendar.
 */
final class ListingPlan {
  /** A way to list. */
  public enum Way {
    PROPFIND("PROPFIND"),
    SYNC("sync-collection"),
    QUERY("calendar-query"),
    QUERY_ANY("calendar-query for any type");

    private final String word;

    Way(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * One request.
   *
   * @param argument the token where the last page of a sync-collection ended, or the type of
   *     component to query for
   * @param most objects in one page, 0 for as many as the server likes
   */
  record Ask(Way way, String argument, int most) {}

  /**
   * What an answer said, read to its end.
   *
   * @param named how many objects are in it
   * @param names their paths
   * @param namesItself whether the calendar itself was in it
   * @param more whether the server said that there is more
   * @param token DAV:sync-token, or null
   */
  record Outcome(long named, Set<String> names, boolean namesItself, boolean more, String token) {}

  /** Statuses by which a server says that it will not list like that; 401 and 404 are none. */
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 405, 413, 415, 422, 500, 501, 507);

  /** Those of them by which it may mean that there is too much. */
  private static final Set<Integer> TOO_MUCH = Set.of(403, 413, 500, 507);

  private static final int PAGE = 500;

  private final boolean typesAreGuessed;
  private final List<String> types;
  private final boolean syncIsKnownToFail;
  private final Deque<Ask> asks = new ArrayDeque<>();
  private final Set<String> tokens = new HashSet<>();
  private final Set<String> elsewhere = new HashSet<>();
  private final QueryAnswers queries = new QueryAnswers();
  private final List<String> remarks = new ArrayList<>();
  private Ask asked;
  private Failure refusal;
  private boolean named;
  private boolean namesItself;
  private boolean doubtfullyEmpty;
  private boolean queried;
  private Failure syncFailure;
  private boolean syncNamed;
  private boolean syncHasMore;
  private boolean syncFails;
  private boolean complete;

  /**
   * A plan for a calendar.
   *
   * @param components the types of components that the calendar takes, empty when it does not say
   * @param syncIsKnownToFail whether the server refused sync-collection for another calendar
   */
  ListingPlan(List<String> components, boolean syncIsKnownToFail) {
    this.typesAreGuessed = components.isEmpty();
    this.types = typesAreGuessed ? ComponentType.CARRIERS : components;
    this.syncIsKnownToFail = syncIsKnownToFail;
    asks.add(new Ask(Way.PROPFIND, "", 0));
  }

  /** Whether there is something left to ask. */
  boolean hasMore() {
    return !asks.isEmpty();
  }

  /** What to ask now. */
  Ask next() {
    asked = asks.remove();
    return asked;
  }

  /** The answer broke off: the same is asked again. */
  void askAgain() {
    asks.addFirst(asked);
  }

  /** Whether the server refuses this way of listing, so that another one may do better. */
  boolean isRefusal(Failure failure) {
    return !failure.endsAll()
        && (asked.way() != Way.PROPFIND || REFUSALS.contains(failure.status()));
  }

  /** What was asked last was answered to its end. */
  void answered(Outcome outcome) {
    named |= outcome.named() > 0;
    switch (asked.way()) {
      case PROPFIND -> answeredPropfind(outcome);
      case SYNC -> answeredSync(outcome);
      case QUERY -> queries.answeredType(outcome);
      case QUERY_ANY -> queries.answeredAny(outcome);
    }
    boolean isQuery = asked.way() == Way.QUERY || asked.way() == Way.QUERY_ANY;
    if (isQuery && !queried && outcome.named() > 0) {
      contradicted();
    }
    concludeAtEnd();
  }

  /** What was asked last was refused. */
  void refused(Failure failure) {
    refusal = refusal == null ? failure : refusal;
    switch (asked.way()) {
      case PROPFIND -> askOtherwise();
      case SYNC -> refusedSync(failure);
      case QUERY ->
          queries.refusedType(failure, typesAreGuessed && !asked.argument().equals(types.get(0)));
      case QUERY_ANY -> queries.refusedAny(failure);
    }
    concludeAtEnd();
  }

  private void answeredPropfind(Outcome outcome) {
    namesItself = outcome.namesItself();
    if (outcome.more()) {
      elsewhere.addAll(outcome.names());
      refusal = Failure.incomplete("the server lists only a part of it");
      askOtherwise();
    } else if (outcome.named() > 0) {
      complete = true;
    } else {
      doubtfullyEmpty = true;
      if (syncIsKnownToFail) {
        addQueries();
      } else {
        asks.add(new Ask(Way.SYNC, "", 0));
      }
    }
  }

  private void answeredSync(Outcome outcome) {
    syncNamed |= outcome.named() > 0;
    elsewhere.addAll(outcome.names());
    if (outcome.more()) {
      if (outcome.token() != null && tokens.add(outcome.token())) {
        asks.addFirst(new Ask(Way.SYNC, outcome.token(), asked.most()));
      } else {
        syncHasMore = true;
        askQueries();
      }
    } else if (syncNamed) {
      complete = true;
      if (doubtfullyEmpty) {
        remarks.add("PROPFIND lists nothing, but sync-collection does: its objects are taken");
      }
    } else if (!doubtfullyEmpty) {
      askQueries(); // refused before, and empty now: somebody else must say so too
    } else if (namesItself || outcome.token() != null) {
      complete = true;
    } else {
      addQueries(); // neither answer is about this calendar for sure
    }
  }

  private void refusedSync(Failure failure) {
    boolean first = asked.argument().isEmpty();
    boolean isNotSupported = QueryAnswers.isNotSupported(failure);
    syncFails = first && isNotSupported && !failure.isNotThere();
    if (!isNotSupported) {
      syncFailure = failure;
    }
    if (doubtfullyEmpty && !named) {
      addQueries();
    } else if (first && asked.most() == 0 && TOO_MUCH.contains(failure.status())) {
      syncFails = false;
      asks.addFirst(new Ask(Way.SYNC, "", PAGE));
    } else {
      askQueries();
    }
  }

  private void contradicted() {
    remarks.add("PROPFIND lists nothing, but calendar-query does: its objects are taken");
    asks.clear();
    queries.again();
    askQueries();
  }

  private void askOtherwise() {
    if (syncIsKnownToFail) {
      askQueries();
    } else {
      asks.add(new Ask(Way.SYNC, "", 0));
    }
  }

  private void askQueries() {
    queried = true;
    addQueries();
  }

  private void addQueries() {
    types.forEach(type -> asks.add(query(type)));
    asks.add(new Ask(Way.QUERY_ANY, "", 0));
  }

  private static Ask query(String type) {
    return new Ask(Way.QUERY, type, 0);
  }

  private void concludeAtEnd() {
    if (complete || !asks.isEmpty()) {
      return;
    }
    if (!queried) {
      complete = queries.confirmEmpty(namesItself, syncFailure != null);
    } else if (named) {
      complete = queries.missing(elsewhere) == 0 && (queries.agree() || queries.oneIsWhole());
      if (complete && !queries.agree()) {
        remarks.add(queries.remark());
      }
    } else {
      complete = queries.agree() && !syncHasMore && (!queries.isForgiven() || namesItself);
    }
  }

  /** What the user should know, although the listing is taken for complete. */
  List<String> remarks() {
    return remarks;
  }

  /** Whether the server turned out not to know sync-collection. */
  boolean syncFails() {
    return syncFails;
  }

  /** Fails unless the answers together are proved to be all. */
  void prove() throws Failure {
    if (complete) {
      return;
    }
    if (doubtfullyEmpty && !named) {
      throw notEmpty();
    }
    Failure first =
        refusal == null ? Failure.incomplete("the server lists only a part of it") : refusal;
    long missing = queries.missing(elsewhere);
    throw new Failure(
        first.kind(),
        first.getMessage()
            + "; no other way lists all of it"
            + (missing == 0 || !queries.oneIsWhole()
                ? ""
                : ": calendar-query leaves out "
                    + missing
                    + (missing == 1 ? " object" : " objects")
                    + " that another answer names"),
        first);
  }

  private Failure notEmpty() {
    if (!namesItself) {
      return Failure.incomplete("its listing is empty: not even the calendar itself is in it");
    }
    Failure why = queries.failure() == null ? syncFailure : queries.failure();
    return new Failure(
        why == null ? Failure.Kind.INCOMPLETE : why.kind(),
        "PROPFIND lists nothing, and no other way confirms that it is empty: "
            + (why == null ? "an answer says that there is more" : why.getMessage()),
        why);
  }
}
