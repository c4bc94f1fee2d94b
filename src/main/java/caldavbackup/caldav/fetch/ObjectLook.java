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
 * What the server says in another way of an object that GET did not give as it was listed: GET by
 * its URL is broken on some servers.
 */
final class ObjectLook {
  private final Member listed;
  private final Failure first;

  /** Whether GET gave another version than the listing names. */
  private final boolean isOther;

  /** Null when the server did not say so, or was not asked. */
  private Boolean there;

  private boolean isCalendarThere;
  private Failure calendarFailure;
  private Member now;

  /**
   * A look that is to be.
   *
   * @param first what GET failed with
   */
  ObjectLook(Member listed, Failure first, boolean isOther) {
    this.listed = listed;
    this.first = first;
    this.isOther = isOther;
    this.now = listed;
  }

  /** What GET failed with. */
  Failure first() {
    return first;
  }

  /** Whether to look: after a 404, or other bytes. */
  boolean isWorthWhile() {
    return first.kind() == Failure.Kind.INCOMPLETE || first.isNotThere();
  }

  /**
   * Learns from PROPFIND whether it is there, and which version. Only a 404 or 410 says that it is
   * not.
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

  /** Learns from a refusal; one that is no 404 says nothing. */
  void failed(Failure failure) {
    there = failure.isNotThere() ? Boolean.FALSE : null;
  }

  /** Whether it is not there, as this look says. */
  boolean isNotThere() {
    return Boolean.FALSE.equals(there);
  }

  /** Whether the object is twice not there: then its calendar must be, or nothing is known. */
  boolean seemsGone() {
    return isNotThere() && first.isNotThere();
  }

  /**
   * Whether the object seems gone only now: GET failed twice with a 404, and the look between them
   * did not tell.
   */
  boolean seemsGoneAfter(Failure second) {
    return there == null && first.isNotThere() && second.isNotThere();
  }

  /** Learns that the calendar is there, or is listed and is not. */
  void learnCalendar(InputStream answer) throws IOException {
    Calendar calendar = listed.calendar();
    List<DavResponse> found = MultistatusReader.all(answer, "PROPFIND " + calendar.url());
    isCalendarThere = found.stream().anyMatch(response -> response.status() < 400);
    if (!isCalendarThere) {
      calendarFailure = lost(calendar, "the server does not list it");
    }
  }

  /** Learns from a refusal or a broken answer: then nothing says that the object was deleted. */
  void calendarFailed(Failure failure) {
    boolean isRefusal = failure.status() / 100 == 4 && !failure.isNotThere();
    if (failure.endsAll()) {
      calendarFailure = failure;
    } else if (isRefusal) {
      calendarFailure =
          new Failure(
              Failure.Kind.SERVER,
              "the server does not give it, and does not say whether calendar "
                  + listed.calendar().label()
                  + " is still there: "
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
        "calendar " + calendar.label() + " cannot be found any more since it was listed: " + why);
  }

  /** Whether another GET may do better: it is there after all, or in another version. */
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

  /** What is known of the version that a member names which is asked for after this look. */
  GetProof.Version version(Member member) {
    if (now != member || !isOther) {
      return GetProof.Version.LISTED;
    }
    return hasChanged() ? GetProof.Version.CHANGED : GetProof.Version.SAME;
  }

  /**
   * What a failure of GET means, now that the server was asked in another way too. The object is
   * gone only when its calendar is known to be there.
   */
  Failure meaning(Failure failure, Account account) {
    if (!failure.isNotThere() || !first.isNotThere()) {
      return failure;
    }
    if (Boolean.TRUE.equals(there)) {
      return new Failure(
          Failure.Kind.SERVER, "the server lists it and does not give it: " + failure.getMessage());
    }
    if (!isCalendarThere) {
      return calendarFailure == null ? failure : calendarFailure;
    }
    ServerProfile.of(account).listings().forget(account.options().origin(), listed.calendar());
    return new Failure(
        Failure.Kind.GONE,
        "gone from the server since it was listed (asked twice): " + failure.getMessage(),
        failure);
  }
}
