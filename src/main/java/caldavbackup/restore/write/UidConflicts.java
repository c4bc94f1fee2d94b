package caldavbackup.restore.write;

import caldavbackup.text.Failure;
import java.util.Set;
import java.util.regex.Pattern;

/** The many ways in which servers say that they have an object's UID already. */
final class UidConflicts {
  private static final Set<Integer> STATUS = Set.of(400, 403, 409, 412);

  /** RFC 4791, section 5.3.2.1; RFC 6638, section 3.2.4.1; Nextcloud's and SOGo's own words. */
  private static final Pattern SAID =
      Pattern.compile(
          "no-uid-conflict|unique-scheduling-object-resource"
              + "|\\buid\\b.{0,40}\\b(already|exists|in use|used|conflict|another)",
          Pattern.CASE_INSENSITIVE);

  /** What a request may fail by (RFC 4791, section 5.3.2.1; RFC 4918, section 16; RFC 3744). */
  private static final Pattern OTHER_PRECONDITION =
      Pattern.compile(
          "\\b(supported-calendar-data|valid-calendar-data|valid-calendar-object-resource"
              + "|supported-calendar-component|calendar-collection-location-ok|max-resource-size"
              + "|min-date-time|max-date-time|max-instances|max-attendees-per-instance"
              + "|need-privileges|quota-not-exceeded|sufficient-disk-space|supported-filter)\\b");

  private static final Set<Integer> MAY_SAY_THERE = Set.of(403, 409, 412);

  private UidConflicts() {}

  /**
   * Whether a refused PUT may mean that something is there already, at its place or under its UID:
   * not when the answer names another reason.
   */
  static boolean maySayThere(Failure failure) {
    return is(failure) || (MAY_SAY_THERE.contains(failure.status()) && !namesPrecondition(failure));
  }

  /** Whether the answer names what the object lacks. */
  static boolean namesPrecondition(Failure failure) {
    return OTHER_PRECONDITION.matcher(failure.getMessage()).find();
  }

  static boolean is(Failure failure) {
    return STATUS.contains(failure.status()) && SAID.matcher(failure.getMessage()).find();
  }

  /** What to tell the user, with the way out. */
  static String sentence(Failure failure) {
    return "the server says that the account has an object of this UID elsewhere, which is not touched; delete it, or"
        + " restore with conflict=copy: "
        + failure.getMessage();
  }
}
