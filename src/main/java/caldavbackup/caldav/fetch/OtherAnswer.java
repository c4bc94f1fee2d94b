package caldavbackup.caldav.fetch;

import caldavbackup.caldav.Member;
import caldavbackup.http.HttpAnswer;
import caldavbackup.ical.WholeText;
import caldavbackup.webdav.Hrefs;

/** Describes an answer to GET that is not the object. */
final class OtherAnswer {
  private OtherAnswer() {}

  /**
   * A sentence that says what was returned instead of the object.
   *
   * @param facts the properties of the body
   * @param newer whether the answer has a newer version than the listing
   */
  static String sentence(HttpAnswer answer, ObjectFacts facts, Member member, boolean newer) {
    String elsewhere =
        answer.url().equals(member.url()) ? "" : " from " + Hrefs.shown(answer.url());
    return "the server returned "
        + what(answer, facts, newer ? -1 : member.length())
        + elsewhere
        + " instead of the object";
  }

  /**
   * What was returned.
   *
   * @param length the expected length; -1 when the listing has none
   */
  private static String what(HttpAnswer answer, ObjectFacts facts, long length) {
    if (facts.kind() == WholeText.Kind.EMPTY) {
      return "an empty answer";
    }
    if (answer.isWebPage()) {
      return "a web page, possibly a login page";
    }
    if (facts.kind() == WholeText.Kind.MARKUP) {
      return "a web page or an error in XML";
    }
    if (length >= 0 && facts.length() != length) {
      return facts.length() + " bytes (expected: " + length + ")";
    }
    return switch (facts.kind()) {
      case BROKEN_OFF -> "incomplete text";
      case OTHER -> "data that are not iCalendar text";
      default -> "bytes that do not match the digest in the ETag";
    };
  }
}
