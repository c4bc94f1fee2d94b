package caldavbackup.restore.plan;

import caldavbackup.caldav.profile.SchedulingTarget;
import caldavbackup.caldav.profile.SchedulingTraits;
import caldavbackup.caldav.profile.SchedulingTraits.Quiet;
import caldavbackup.ical.GuestLines;
import caldavbackup.ical.Invitation;
import caldavbackup.ical.Invitation.Role;
import caldavbackup.options.Options;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides how to write or delete an object so that the server sends no unintended mail.
 *
 * @param target the known facts about the calendar
 * @param mailing whether the server may send mail to all guests
 * @param policy what to do with an object that cannot be written without mail
 * @param today the current day in UTC
 */
public record SchedulingGuard(
    SchedulingTarget target, boolean mailing, Options.Scheduling policy, LocalDate today) {
  private static final String WAY_OUT = ": notify=true allows that";
  private static final String STRIP =
      ", scheduling=strip writes it without its organizer and guests";
  private static final String LOCAL_GUESTS =
      "SOGo sends no mail, but adds the event to the calendars of guests with an account there";
  private static final String STRIPPED =
      "written without its guests: organizer and guests are kept in lines that begin with "
          + GuestLines.KEPT;

  /** How to proceed. */
  public enum Kind {
    /** Write or delete the object normally. */
    GO_AHEAD,
    /** First write {@link Decision#first}, then proceed normally. */
    QUIET_FIRST,
    /** Write {@link Decision#bytes}, which is not the object itself. */
    STRIPPED,
    /** Do nothing; {@link Decision#text} contains the reason and a remedy. */
    REFUSED
  }

  /**
   * A decision.
   *
   * @param kind how to proceed
   * @param first the bytes to write first, null if there are none
   * @param bytes the bytes to write, null if there are none
   * @param text the remark for the report, without the object's name; null if there is none
   */
  public record Decision(Kind kind, byte[] first, byte[] bytes, String text) {
    public static Decision goAhead(byte[] bytes) {
      return new Decision(Kind.GO_AHEAD, null, bytes, null);
    }

    static Decision refused(String text) {
      return new Decision(Kind.REFUSED, null, null, text);
    }
  }

  /** Creates a guard with the account's options and the current date. */
  public static SchedulingGuard of(SchedulingTarget target, Options options) {
    return new SchedulingGuard(
        target,
        options.notifyGuests(),
        options.scheduling(),
        LocalDate.now(java.time.ZoneOffset.UTC));
  }

  /** Returns whether this object can be created without knowledge of the target. */
  public static boolean isOpen(byte[] object, Options options) {
    return options.notifyGuests() || !Invitation.of(object).hasGuests();
  }

  /**
   * Returns whether the decision depends on the existing object, which must then be read. This also
   * applies to an object without guests, because it may replace one with guests.
   */
  public boolean dependsOnExisting() {
    return !mailing && target.traits().mayTellAnybody();
  }

  /**
   * Decides how to write an object.
   *
   * @param object the bytes to write
   * @param existing the existing bytes, null if there are none
   */
  public Decision write(byte[] object, byte[] existing) {
    Invitation now = Invitation.of(object);
    Invitation before = Invitation.of(existing);
    SchedulingTraits traits = target.traits();
    Role role = role(now);
    Role was = role(before);
    if (!dependsOnExisting() || !(counts(role) || counts(was)) || isPast(now, before)) {
      return Decision.goAhead(object);
    }
    if (traits.quiet() == Quiet.BY_WRITING_TWICE && !target.people().isEmpty()) {
      if (role == Role.ORGANIZER || was == Role.ORGANIZER) {
        byte[] first = GuestLines.withSogoSwitch(object);
        return new Decision(Kind.QUIET_FIRST, first, object, LOCAL_GUESTS);
      }
      if (existing == null) {
        return new Decision(Kind.QUIET_FIRST, GuestLines.without(object), object, null);
      }
      if (!isOtherAnswer(now, before)) {
        return Decision.goAhead(object);
      }
    }
    if (counts(was)) { // a stripped object would cancel their invitation
      return Decision.refused("not written: " + wouldMail(was, true) + WAY_OUT);
    }
    if (policy == Options.Scheduling.STRIP) {
      return new Decision(Kind.STRIPPED, null, GuestLines.strip(object), STRIPPED);
    }
    return Decision.refused("not written: " + wouldMail(role, false) + WAY_OUT + STRIP);
  }

  /**
   * Decides how to delete an object.
   *
   * @param existing the existing bytes
   * @return never {@link Kind#STRIPPED}; {@link Decision#bytes} is null
   */
  public Decision delete(byte[] existing) {
    Invitation before = Invitation.of(existing);
    Role was = role(before);
    if (!dependsOnExisting() || was == Role.NONE || isPast(before, before)) {
      return Decision.goAhead(null);
    }
    if (target.traits().quiet() == Quiet.BY_WRITING_TWICE && was == Role.ORGANIZER) {
      byte[] first = GuestLines.withSogoSwitch(existing);
      return new Decision(Kind.QUIET_FIRST, first, null, null);
    }
    return Decision.refused("not deleted: " + wouldMail(was, false) + WAY_OUT);
  }

  /** Returns the highest role in the object of all users on whose behalf the server may act. */
  private Role role(Invitation invitation) {
    boolean agent = target.traits().heedsAgent();
    if (target.people().isEmpty()) {
      return invitation.role(Set.of(), agent);
    }
    return target.people().stream()
        .map(addresses -> invitation.role(addresses, agent))
        .max(Role::compareTo)
        .orElse(Role.NONE);
  }

  /** Returns whether the server notifies someone when a user with this role writes the object. */
  private boolean counts(Role role) {
    return role.compareTo(target.traits().answersAtOnce() ? Role.INVITED : Role.ANSWERED) >= 0;
  }

  private boolean isPast(Invitation now, Invitation before) {
    return !target.traits().tellsOfThePast()
        && (!now.hasGuests() || now.isOver(today))
        && (!before.hasGuests() || before.isOver(today));
  }

  /**
   * Returns whether the user's answer differs from the existing one: SOGo always sends mail about
   * that.
   */
  private boolean isOtherAnswer(Invitation now, Invitation before) {
    Map<String, String> old = before.answers(everybody());
    Map<String, String> answers = now.answers(everybody());
    return !old.isEmpty() && !answers.isEmpty() && !answers.equals(old);
  }

  private List<String> everybody() {
    List<String> all = new ArrayList<>();
    target.people().forEach(all::addAll);
    return all;
  }

  private String wouldMail(Role role, boolean existing) {
    String server = target.traits().server();
    String guests = existing ? "the guests of the existing object" : "its guests";
    String organizer = existing ? "the organizer of the existing object" : "its organizer";
    if (target.people().isEmpty()) {
      return server + " does not identify the user, and may send mail to " + guests;
    }
    return role == Role.ORGANIZER
        ? server + " would send mail to " + guests
        : server + " would send an answer to " + organizer;
  }
}
