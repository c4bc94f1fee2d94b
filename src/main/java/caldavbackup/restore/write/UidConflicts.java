package caldavbackup.restore.write;

import caldavbackup.text.Failure;
import java.util.Set;
import java.util.regex.Pattern;

/** Recognizes the various answers of servers that already have an object with the same UID. */
final class UidConflicts {
  private static final Set<Integer> STATUS = Set.of(400, 403, 409, 412);

  /** RFC 4791, section 5.3.2.1; RFC 6638, section 3.2.4.1; the words of Nextcloud and SOGo. */
  private static final Pattern SAID =
      Pattern.compile(
          "no-uid-conflict|unique-scheduling-object-resource"
              + "|\\buid\\b.{0,40}\\b(already|exists|in use|used|conflict|another)",
          Pattern.CASE_INSENSITIVE);

  /**
   * Other preconditions of a request (RFC 4791, section 5.3.2.1; RFC 4918, section 16; RFC 3744).
   */
  private static final Pattern OTHER_PRECONDITION =
      Pattern.compile(
          "\\b(supported-calendar-data|valid-calendar-data|valid-calendar-object-resource"
              + "|supported-calendar-component|calendar-collection-location-ok|max-resource-size"
              + "|min-date-time|max-date-time|max-instances|max-attendees-per-instance"
              + "|need-privileges|quota-not-exceeded|sufficient-disk-space|supported-filter)\\b");

  private static final Set<Integer> MAY_SAY_THERE = Set.of(403, 409, 412);

  private UidConflicts() {}

  /**
   * Returns whether a refused PUT may mean that an object already exists at its address or with its
   * UID. The result is false if the answer names another reason.
   */
  static boolean maySayThere(Failure failure) {
    return is(failure) || (MAY_SAY_THERE.contains(failure.status()) && !namesPrecondition(failure));
  }

  /** Returns whether the answer names a precondition. */
  static boolean namesPrecondition(Failure failure) {
    return OTHER_PRECONDITION.matcher(failure.getMessage()).find();
  }

  static boolean is(Failure failure) {
    return STATUS.contains(failure.status()) && SAID.matcher(failure.getMessage()).find();
  }

  /** Returns the message for the user, with a remedy. */
  static String sentence(Failure failure) {
    return "the server reports another object of the account with this UID, which stays"
        + " unchanged; delete it, or restore with conflict=copy: "
        + failure.getMessage();
  }
}
