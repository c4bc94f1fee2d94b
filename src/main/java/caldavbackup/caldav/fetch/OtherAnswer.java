package caldavbackup.caldav.fetch;

import caldavbackup.caldav.Member;
import caldavbackup.http.HttpAnswer;
import caldavbackup.ical.WholeText;
import caldavbackup.webdav.Hrefs;

/** An answer to GET that is not the object, in words. */
final class OtherAnswer {
  private OtherAnswer() {}

  /**
   * Says what came in place of the object.
   *
   * @param facts of the answer's body
   * @param newer whether the answer is of a version that is newer than the listing
   */
  static String sentence(HttpAnswer answer, ObjectFacts facts, Member member, boolean newer) {
    String elsewhere =
        answer.url().equals(member.url()) ? "" : " from " + Hrefs.shown(answer.url());
    return "the server gave "
        + what(answer, facts, newer ? -1 : member.length())
        + elsewhere
        + " in place of the object";
  }

  /**
   * What came.
   *
   * @param length that the object must have; -1 when the listing does not say
   */
  private static String what(HttpAnswer answer, ObjectFacts facts, long length) {
    if (facts.kind() == WholeText.Kind.EMPTY) {
      return "an empty answer";
    }
    if (answer.isWebPage()) {
      return "a web page, perhaps of a sign-on";
    }
    if (facts.kind() == WholeText.Kind.MARKUP) {
      return "a web page or an error in XML";
    }
    if (length >= 0 && facts.length() != length) {
      return facts.length() + " bytes of " + length;
    }
    return switch (facts.kind()) {
      case BROKEN_OFF -> "text that breaks off";
      case OTHER -> "something that is no iCalendar text";
      default -> "other bytes than its ETag is the digest of";
    };
  }
}
