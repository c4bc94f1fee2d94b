package caldavbackup.caldav.list;

import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The answers to the calendar-queries for one calendar: one for each component type, and one for
 * any type.
 */
final class QueryAnswers {
  /**
   * Statuses that mean that the server does not support a report or a component type. Others may
   * hide objects: servers answer 5xx, 413 and 507 if they fail on existing objects. Synology
   * answers 404 for an empty calendar.
   */
  private static final Set<Integer> NOT_SUPPORTED = Set.of(400, 403, 404, 405, 415, 422, 501);

  /** Texts of a 403 that means a limit or a temporary condition (RFC 4791, section 7.8). */
  private static final Pattern LIMIT =
      Pattern.compile(
          "number-of-matches-within-limits|(?:r|userR)ateLimitExceeded|quotaExceeded",
          Pattern.CASE_INSENSITIVE);

  private final Set<String> byType = new HashSet<>();
  private final Set<String> byAny = new HashSet<>();
  private Failure failure;
  private boolean everyTypeAnswered = true;
  private boolean typeFailed;
  private boolean someTypeAnswered;
  private boolean anyAnswered;
  private boolean forgiven;
  private boolean more;

  /** Returns whether the server does not support the request, so that it hides nothing. */
  static boolean isNotSupported(Failure failure) {
    return NOT_SUPPORTED.contains(failure.status())
        && !Retries.isBusy(failure.status())
        && !LIMIT.matcher(failure.getMessage()).find();
  }

  /** Notes the complete answer to the query for one type. */
  void answeredType(ListingPlan.Outcome outcome) {
    byType.addAll(outcome.names());
    someTypeAnswered = true;
    everyTypeAnswered &= !outcome.more();
    more |= outcome.more();
  }

  /** Notes the complete answer to the query for any type. */
  void answeredAny(ListingPlan.Outcome outcome) {
    byAny.addAll(outcome.names());
    anyAnswered = !outcome.more();
    more |= outcome.more();
  }

  /**
   * Notes a failed query for one type.
   *
   * @param isGuessed whether the calendar may not accept the type
   */
  void refusedType(Failure refusal, boolean isGuessed) {
    refused(refusal);
    typeFailed |= !isNotSupported(refusal);
    everyTypeAnswered &= isGuessed && isNotSupported(refusal);
  }

  /** Notes a failed query for any type. */
  void refusedAny(Failure refusal) {
    refused(refusal);
    anyAnswered = false;
  }

  private void refused(Failure refusal) {
    if (isNotSupported(refusal)) {
      forgiven = true;
    } else {
      failure = failure == null ? refusal : failure;
    }
  }

  /** Resets the state before all queries are repeated. */
  void again() {
    failure = null;
    everyTypeAnswered = true;
    typeFailed = false;
    someTypeAnswered = false;
    anyAnswered = false;
    forgiven = false;
    more = false;
  }

  /**
   * Returns whether the calendar, for which PROPFIND lists no objects, is empty.
   *
   * @param namesItself whether PROPFIND listed the calendar itself; otherwise no refusal is
   *     tolerated
   * @param syncFailed whether sync-collection failed for another reason than missing support
   */
  boolean confirmEmpty(boolean namesItself, boolean syncFailed) {
    return failure == null
        && !more
        && (!forgiven || (namesItself && (!syncFailed || someTypeAnswered)));
  }

  /** Returns whether all queries succeeded and both forms return the same objects. */
  boolean agree() {
    return everyTypeAnswered && anyAnswered && byType.equals(byAny);
  }

  /** Returns whether one of the two forms was answered completely. */
  boolean oneIsWhole() {
    return everyTypeAnswered || (anyAnswered && !typeFailed && byAny.containsAll(byType));
  }

  /** Returns whether the refusal of a query was tolerated. */
  boolean isForgiven() {
    return forgiven;
  }

  /** The number of these names that no query returned. */
  long missing(Set<String> names) {
    return names.stream().filter(name -> !byType.contains(name) && !byAny.contains(name)).count();
  }

  /** The first failure that may hide objects, or null. */
  Failure failure() {
    return failure;
  }

  /** Why the listing may be incomplete although one of the two forms was answered completely. */
  String remark() {
    return everyTypeAnswered && anyAnswered
        ? "calendar-query lists "
            + byType.size()
            + " objects by type and "
            + byAny.size()
            + " without a type: all of them are used, and there may be more"
        : "only calendar-query lists its objects, and no other request confirms that the list is"
            + " complete";
  }
}
