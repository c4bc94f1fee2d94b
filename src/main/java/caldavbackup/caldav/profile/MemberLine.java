package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import java.io.IOException;

/** A member as a line of a stored listing: href, ETag, length and date, separated by tabs. */
public final class MemberLine {
  private MemberLine() {}

  /** Returns the line of a member, terminated. */
  public static String of(Member member) {
    return escape(member.href())
        + '\t'
        + escape(member.etag())
        + '\t'
        + member.length()
        + '\t'
        + escape(member.lastModified())
        + '\n';
  }

  /** Parses a line without terminator. */
  public static Member parse(Calendar calendar, String line) throws IOException {
    String[] fields = line == null ? new String[0] : line.split("\t", -1);
    if (fields.length != 4) {
      throw new IOException(
          "the stored listing of " + calendar.label() + " changed while it was read");
    }
    return new Member(
        calendar,
        unescape(fields[0]),
        unescape(fields[1]),
        Long.parseLong(fields[2]),
        unescape(fields[3]));
  }

  /** Escapes a field of a line; {@code \N} is null. */
  public static String escape(String text) {
    if (text == null) {
      return "\\N";
    }
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  /** Reverses {@link #escape}. */
  public static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    if (field.equals("\\N")) {
      return null;
    }
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        char code = field.charAt(++i);
        c = code == 't' ? '\t' : code == 'n' ? '\n' : code == 'r' ? '\r' : code;
      }
      text.append(c);
    }
    return text.toString();
  }
}
