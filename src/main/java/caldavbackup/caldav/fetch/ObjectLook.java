package caldavbackup.caldav.fetch;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.http.Account;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A second look-up of an object that GET did not return as listed. On some servers, GET fails for
 * existing objects.
 */
final class ObjectLook {
  private final Member listed;
  private final Failure first;

  /** Whether GET returned another version than the listing names. */
  private final boolean isOther;

  /** Null when unknown, or not requested. */
  private Boolean there;

  private boolean isCalendarThere;
  private Failure calendarFailure;
  private Member now;

  /**
   * Prepares a look-up.
   *
   * @param first the failure of GET
   */
  ObjectLook(Member listed, Failure first, boolean isOther) {
    this.listed = listed;
    this.first = first;
    this.isOther = isOther;
    this.now = listed;
  }

  /** The failure of the first GET. */
  Failure first() {
    return first;
  }

  /** Returns whether to look the object up: after a 404, or after other bytes. */
  boolean isWorthWhile() {
    return first.kind() == Failure.Kind.INCOMPLETE || first.isNotThere();
  }

  /**
   * Evaluates PROPFIND: whether the object exists, and its version. Only a 404 or 410 shows that it
   * does not exist.
   */
  void learn(InputStream answer) throws IOException {
    there = null;
    for (DavResponse found : MultistatusReader.all(answer, "PROPFIND " + listed.url())) {
      if (found.status() < 400) {
        there = true;
        Member said = Member.of(listed.calendar(), found);
        now =
            said.hasVersion()
                ? new Member(
                    listed.calendar(),
                    listed.href(),
                    said.etag(),
                    said.length(),
                    said.lastModified())
                : listed;
      } else if (there == null && (found.status() == 404 || found.status() == 410)) {
        there = false;
      }
    }
  }

  /** Evaluates a refusal. Only a 404 shows that the object does not exist. */
  void failed(Failure failure) {
    there = failure.isNotThere() ? Boolean.FALSE : null;
  }

  /** Returns whether this look-up shows that the object does not exist. */
  boolean isNotThere() {
    return Boolean.FALSE.equals(there);
  }

  /**
   * Returns whether both requests show that the object does not exist. Its calendar must then
   * exist; otherwise nothing is proved.
   */
  boolean seemsGone() {
    return isNotThere() && first.isNotThere();
  }

  /**
   * Returns whether the object was deleted just now: GET failed twice with a 404, and the look-up
   * between them was inconclusive.
   */
  boolean seemsGoneAfter(Failure second) {
    return there == null && first.isNotThere() && second.isNotThere();
  }

  /** Evaluates whether the calendar exists. */
  void learnCalendar(InputStream answer) throws IOException {
    Calendar calendar = listed.calendar();
    List<DavResponse> found = MultistatusReader.all(answer, "PROPFIND " + calendar.url());
    isCalendarThere = found.stream().anyMatch(response -> response.status() < 400);
    if (!isCalendarThere) {
      calendarFailure = lost(calendar, "the server does not list it");
    }
  }

  /**
   * Evaluates a refused or broken request for the calendar. The object then does not count as
   * deleted.
   */
  void calendarFailed(Failure failure) {
    boolean isRefusal = failure.status() / 100 == 4 && !failure.isNotThere();
    if (failure.endsAll()) {
      calendarFailure = failure;
    } else if (isRefusal) {
      calendarFailure =
          new Failure(
              Failure.Kind.SERVER,
              "the server does not return it, and does not report whether calendar "
                  + listed.calendar().label()
                  + " still exists: "
                  + failure.getMessage(),
              failure,
              failure.status());
    } else {
      calendarFailure = lost(listed.calendar(), failure.getMessage());
    }
  }

  private static Failure lost(Calendar calendar, String why) {
    return new Failure(
        Failure.Kind.SERVER,
        "calendar " + calendar.label() + " was not found after it was listed: " + why);
  }

  /** Returns whether another GET may succeed: the object exists, or has another version. */
  boolean mayBeThere() {
    return first.isNotThere() ? !isNotThere() : hasChanged() || isOther;
  }

  private boolean hasChanged() {
    return now.version() != listed.version();
  }

  /** The object as it is now. */
  Member now() {
    return now;
  }

  /** What is known, after this look-up, about the version that a member names. */
  GetProof.Version version(Member member) {
    if (now != member || !isOther) {
      return GetProof.Version.LISTED;
    }
    return hasChanged() ? GetProof.Version.CHANGED : GetProof.Version.SAME;
  }

  /**
   * The meaning of a failed GET after the other look-ups. The object counts as deleted only if its
   * calendar is known to exist.
   */
  Failure meaning(Failure failure, Account account) {
    if (!failure.isNotThere() || !first.isNotThere()) {
      return failure;
    }
    if (Boolean.TRUE.equals(there)) {
      return new Failure(
          Failure.Kind.SERVER,
          "the server lists it but does not return it: " + failure.getMessage());
    }
    if (!isCalendarThere) {
      return calendarFailure == null ? failure : calendarFailure;
    }
    ServerProfile.of(account).listings().forget(account.options().origin(), listed.calendar());
    return new Failure(
        Failure.Kind.GONE,
        "deleted on the server after it was listed (requested twice): " + failure.getMessage(),
        failure);
  }
}
