package caldavbackup.caldav.list;

import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the calendar-queries for one calendar said: one for each type of component, and one for any
 * type.
 */
final class QueryAnswers {
  /**
   * Statuses by which a server says that it does not know a report or a type of component. Others
   * may hide objects: 5xx, 413 and 507 come from servers that fail on what is there. 404 is what
   * Synology answers for an empty calendar.
   */
  private static final Set<Integer> NOT_SUPPORTED = Set.of(400, 403, 404, 405, 415, 422, 501);

  /** Words of a 403 that means too much, or not now (RFC 4791, section 7.8). */
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

  /** Whether the server says that it does not support what was asked, and nothing is hidden. */
  static boolean isNotSupported(Failure failure) {
    return NOT_SUPPORTED.contains(failure.status())
        && !Retries.isBusy(failure.status())
        && !LIMIT.matcher(failure.getMessage()).find();
  }

  /** A query for one type was answered to its end. */
  void answeredType(ListingPlan.Outcome outcome) {
    byType.addAll(outcome.names());
    someTypeAnswered = true;
    everyTypeAnswered &= !outcome.more();
    more |= outcome.more();
  }

  /** The query for any type was answered to its end. */
  void answeredAny(ListingPlan.Outcome outcome) {
    byAny.addAll(outcome.names());
    anyAnswered = !outcome.more();
    more |= outcome.more();
  }

  /**
   * A query for one type failed.
   *
   * @param isGuessed whether the calendar need not take the type
   */
  void refusedType(Failure refusal, boolean isGuessed) {
    refused(refusal);
    typeFailed |= !isNotSupported(refusal);
    everyTypeAnswered &= isGuessed && isNotSupported(refusal);
  }

  /** The query for any type failed. */
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

  /** All are asked again. */
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
   * Whether the calendar, of which PROPFIND names no object, is empty.
   *
   * @param namesItself whether PROPFIND named the calendar itself: else no refusal is forgiven
   * @param syncFailed whether sync-collection failed and did not say that it is not supported
   */
  boolean confirmEmpty(boolean namesItself, boolean syncFailed) {
    return failure == null
        && !more
        && (!forgiven || (namesItself && (!syncFailed || someTypeAnswered)));
  }

  /** Whether nothing is left open, and both ways to query name the same. */
  boolean agree() {
    return everyTypeAnswered && anyAnswered && byType.equals(byAny);
  }

  /** Whether one of the two ways to query was answered completely. */
  boolean oneIsWhole() {
    return everyTypeAnswered || (anyAnswered && !typeFailed && byAny.containsAll(byType));
  }

  /** Whether a query was refused and that was forgiven. */
  boolean isForgiven() {
    return forgiven;
  }

  /** How many of these no query names. */
  long missing(Set<String> names) {
    return names.stream().filter(name -> !byType.contains(name) && !byAny.contains(name)).count();
  }

  /** The first failure that may hide objects, or null. */
  Failure failure() {
    return failure;
  }

  /** Why the listing may not be whole although one of the ways to query is. */
  String remark() {
    return everyTypeAnswered && anyAnswered
        ? "calendar-query names "
            + byType.size()
            + " objects by their types and "
            + byAny.size()
            + " without: all of them are taken, and there may be more"
        : "only calendar-query lists its objects, and no other way confirms that these are all";
  }
}
