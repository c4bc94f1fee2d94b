package caldavbackup.restore;

import caldavbackup.account.Failure;
import java.util.Set;
import java.util.regex.Pattern;

/** The many ways in which servers say that they have an object's UID already. */
final class UidConflicts {
  private static final Set<Integer> STATUS = Set.of(400, 403, 409, 412);

  /** RFC 4791, section 5.3.2.1; RFC 6638, section 3.2.4.1; Nextcloud's and SOGo's own words. */
  private static final Pattern SAID =
      Pattern.compile(
          "no-uid-conflict|unique-scheduling-object-resource|\\buid\\b.{0,40}\\b(exist|use|conflict|another)",
          Pattern.CASE_INSENSITIVE);

  private UidConflicts() {}

  static boolean is(Failure failure) {
    return STATUS.contains(failure.status()) && SAID.matcher(failure.getMessage()).find();
  }

  /** What to tell the user, with the way out. */
  static String sentence(Failure failure) {
    return "the account has an object of this UID elsewhere, which is not touched; delete it, or"
        + " restore with conflict=copy: "
        + failure.getMessage();
  }
}
