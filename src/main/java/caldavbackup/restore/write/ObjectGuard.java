package caldavbackup.restore.write;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.http.Account;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.SchedulingGuard;
import caldavbackup.restore.plan.SchedulingGuard.Decision;

/**
 * One object that is to be written or deleted, while it is found out how its guests are kept from
 * being mailed: what {@code direct:caldav-guard} has in property {@code CamelCaldavGuard}.
 */
public final class ObjectGuard {
  private final Account account;
  private final Calendar calendar;
  private final byte[] object;

  /**
   * A guard.
   *
   * @param object the bytes that are to be written, null when what is there is to be deleted
   */
  ObjectGuard(Account account, Calendar calendar, byte[] object) {
    this.account = account;
    this.calendar = calendar;
    this.object = object;
  }

  /** The bytes that are to be written, or null. */
  byte[] object() {
    return object;
  }

  /** Whether the calendar's server was not asked yet what it does about guests. */
  public boolean isUnknown() {
    return ServerProfile.of(account).scheduling(calendar) == null;
  }

  /** Whether what is there now has to be read first. */
  public boolean dependsOnExisting() {
    return guard().dependsOnExisting();
  }

  /**
   * How to go about it.
   *
   * @param existing the bytes that are there, null when there are none or they were not read
   * @return null when what is there stays
   */
  Decision decide(byte[] existing) {
    if (object == null) {
      return existing == null ? Decision.goAhead(null) : guard().delete(existing);
    }
    if (existing != null && account.options().conflict() == Options.Conflict.SKIP) {
      return null; // SOGo and Google do not heed If-None-Match
    }
    return guard().write(object, existing);
  }

  private SchedulingGuard guard() {
    return SchedulingGuard.of(ServerProfile.of(account).scheduling(calendar), account.options());
  }
}
