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
 * Decides how to list a calendar: the next request, and whether the answers together are proved to
 * contain every object.
 *
 * <p>PROPFIND comes first, because no server hides objects from it. If it is refused, truncated or
 * empty, other ways follow: {@code sync-collection}, page by page, and then {@code calendar-query},
 * which may hide objects and is therefore sent in two forms. An object in any answer is in the
 * calendar.
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
   * @param argument the token of the last page of a sync-collection, or the component type of a
   *     query
   * @param most the maximum number of objects in a page; 0 for no limit
   */
  record Ask(Way way, String argument, int most) {}

  /**
   * The result of a complete answer.
   *
   * @param named the number of objects in it
   * @param names their paths
   * @param namesItself whether it contains the calendar itself
   * @param more whether the server reports that it is truncated
   * @param token DAV:sync-token, or null
   */
  record Outcome(long named, Set<String> names, boolean namesItself, boolean more, String token) {}

  /** Statuses that mean that the server does not support this way to list; 401 and 404 do not. */
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 405, 413, 415, 422, 500, 501, 507);

  /** Those of them that may mean that the result is too large. */
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
   * Creates a plan for a calendar.
   *
   * @param components the component types that the calendar accepts; empty when unknown
   * @param syncIsKnownToFail whether the server refused sync-collection for another calendar
   */
  ListingPlan(List<String> components, boolean syncIsKnownToFail) {
    this.typesAreGuessed = components.isEmpty();
    this.types = typesAreGuessed ? ComponentType.CARRIERS : components;
    this.syncIsKnownToFail = syncIsKnownToFail;
    asks.add(new Ask(Way.PROPFIND, "", 0));
  }

  /** Returns whether there is another request. */
  boolean hasMore() {
    return !asks.isEmpty();
  }

  /** The next request. */
  Ask next() {
    asked = asks.remove();
    return asked;
  }

  /** Repeats the last request, because its answer broke off. */
  void askAgain() {
    asks.addFirst(asked);
  }

  /** Returns whether the server refuses this way to list, so that another one may succeed. */
  boolean isRefusal(Failure failure) {
    return !failure.endsAll()
        && (asked.way() != Way.PROPFIND || REFUSALS.contains(failure.status()));
  }

  /** Evaluates the complete answer to the last request. */
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

  /** Handles a refusal of the last request. */
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
        remarks.add("PROPFIND lists no objects, but sync-collection does: these are used");
      }
    } else if (!doubtfullyEmpty) {
      askQueries(); // PROPFIND was refused and this is empty: another way must confirm it
    } else if (namesItself || outcome.token() != null) {
      complete = true;
    } else {
      addQueries(); // neither answer is certainly about this calendar
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
    remarks.add("PROPFIND lists no objects, but calendar-query does: these are used");
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

  /** Remarks for the user about a listing that counts as complete. */
  List<String> remarks() {
    return remarks;
  }

  /** Returns whether the server does not support sync-collection. */
  boolean syncFails() {
    return syncFails;
  }

  /** Fails unless the answers together are proved to be complete. */
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
            + "; no other request lists all objects"
            + (missing == 0 || !queries.oneIsWhole()
                ? ""
                : ": calendar-query omits "
                    + missing
                    + (missing == 1 ? " object" : " objects")
                    + " of another answer"),
        first);
  }

  private Failure notEmpty() {
    if (!namesItself) {
      return Failure.incomplete("the listing is empty and lacks the calendar itself");
    }
    Failure why = queries.failure() == null ? syncFailure : queries.failure();
    return new Failure(
        why == null ? Failure.Kind.INCOMPLETE : why.kind(),
        "PROPFIND lists no objects, and no other request confirms that the calendar is empty: "
            + (why == null ? "an answer is truncated" : why.getMessage()),
        why);
  }
}
