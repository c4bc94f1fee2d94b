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
 * Decides how an object may be written or deleted so that the server mails nobody who was not meant
 * to be mailed.
 *
 * @param target what is known of the calendar
 * @param mailing whether everybody may be mailed
 * @param policy what becomes of what cannot be written quietly
 * @param today the day it is in UTC
 */
public record SchedulingGuard(
    SchedulingTarget target, boolean mailing, Options.Scheduling policy, LocalDate today) {
  private static final String WAY_OUT = ": notify=true allows that";
  private static final String STRIP =
      ", scheduling=strip writes it without its organizer and guests";
  private static final String LOCAL_GUESTS =
      "SOGo mails nobody, but puts the event into the calendars of guests who have one there";
  private static final String STRIPPED =
      "written without its guests: organizer and guests are kept in lines that begin with "
          + GuestLines.KEPT;

  /** How to go about it. */
  public enum Kind {
    /** As it was meant. */
    GO_AHEAD,
    /** {@link Decision#first} is written, and then it is done as it was meant. */
    QUIET_FIRST,
    /** {@link Decision#bytes} is written, which is not the object itself. */
    STRIPPED,
    /** Not at all; {@link Decision#text} says why, and the way out. */
    REFUSED
  }

  /**
   * What is to be done.
   *
   * @param kind how to go about it
   * @param first what is written before it, null when nothing is
   * @param bytes what is written, null when nothing is
   * @param text for the report, without the object's name; null when there is nothing to say
   */
  public record Decision(Kind kind, byte[] first, byte[] bytes, String text) {
    public static Decision goAhead(byte[] bytes) {
      return new Decision(Kind.GO_AHEAD, null, bytes, null);
    }

    static Decision refused(String text) {
      return new Decision(Kind.REFUSED, null, null, text);
    }
  }

  /** A guard with the account's options, at this moment. */
  public static SchedulingGuard of(SchedulingTarget target, Options options) {
    return new SchedulingGuard(
        target,
        options.notifyGuests(),
        options.scheduling(),
        LocalDate.now(java.time.ZoneOffset.UTC));
  }

  /** Whether nothing needs to be known of the target to write this object where nothing is. */
  public static boolean isOpen(byte[] object, Options options) {
    return options.notifyGuests() || !Invitation.of(object).hasGuests();
  }

  /**
   * Whether the decision depends on what is there already: only then need it be read. Also true of
   * an object without guests, which may take the place of one with guests.
   */
  public boolean dependsOnExisting() {
    return !mailing && target.traits().mayTellAnybody();
  }

  /**
   * How to write an object.
   *
   * @param object the bytes that are to be written
   * @param existing the bytes that are there, null when there are none
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
    if (counts(was)) { // to strip it would tell them that they are not invited any more
      return Decision.refused("not written: " + wouldMail(was, true) + WAY_OUT);
    }
    if (policy == Options.Scheduling.STRIP) {
      return new Decision(Kind.STRIPPED, null, GuestLines.strip(object), STRIPPED);
    }
    return Decision.refused("not written: " + wouldMail(role, false) + WAY_OUT + STRIP);
  }

  /**
   * How to delete an object.
   *
   * @param existing the bytes that are there
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

  /** The most that any of those is in it for whom the server may act. */
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

  /** Whether the server tells anybody when one who is this in an object writes it. */
  private boolean counts(Role role) {
    return role.compareTo(target.traits().answersAtOnce() ? Role.INVITED : Role.ANSWERED) >= 0;
  }

  private boolean isPast(Invitation now, Invitation before) {
    return !target.traits().tellsOfThePast()
        && (!now.hasGuests() || now.isOver(today))
        && (!before.hasGuests() || before.isOver(today));
  }

  /** Whether the user answers otherwise than what is there: SOGo mails that whatever is done. */
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
    String whose = existing ? " of what is there now" : " of it";
    if (target.people().isEmpty()) {
      return server + " does not say who the user is, and may mail the guests" + whose;
    }
    return role == Role.ORGANIZER
        ? server + " would mail the guests" + whose
        : server + " would mail an answer to the organizer" + whose;
  }
}
