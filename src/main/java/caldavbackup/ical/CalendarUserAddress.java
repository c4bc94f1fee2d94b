package caldavbackup.ical;

import caldavbackup.text.Percent;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Normalizes calendar user addresses (RFC 5545, section 3.3.3; RFC 6638, section 2.4.1), so that
 * equal addresses compare as equal.
 *
 * <p>The normalization may treat different addresses as equal. That is the safe side: the result
 * decides whether an invitation may concern the user.
 */
final class CalendarUserAddress {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
  private static final String MAIL = "mailto:";

  private CalendarUserAddress() {}

  /** Returns the normalized addresses. */
  static Set<String> normal(Collection<String> addresses) {
    return addresses.stream()
        .map(CalendarUserAddress::normal)
        .filter(address -> !address.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Normalizes an address: {@code mailto:} in lower case and without the part after a question
   * mark; an http or https URL as its path, because servers write it with and without the host; a
   * path without its trailing slash; any other URI in lower case. Percent-encoding is decoded.
   */
  static String normal(String address) {
    String text = address.replace("\"", "").strip();
    Matcher uri = SCHEME.matcher(text);
    if (!uri.matches()) {
      boolean mail = text.indexOf('@') >= 0 && text.indexOf('/') < 0;
      return mail ? mail(text) : path(text);
    }
    String rest = uri.group(2);
    return switch (uri.group(1).toLowerCase(Locale.ROOT)) {
      case "mailto" -> mail(rest);
      case "http", "https" -> {
        int slash = rest.startsWith("//") ? rest.indexOf('/', 2) : 0;
        yield path(slash < 0 ? "/" : rest.substring(slash));
      }
      default -> text.toLowerCase(Locale.ROOT);
    };
  }

  private static String mail(String rest) {
    return MAIL + Percent.decode(rest.replaceFirst("\\?.*", "")).strip().toLowerCase(Locale.ROOT);
  }

  private static String path(String path) {
    String decoded = Percent.decode(path);
    return decoded.length() > 1 && decoded.endsWith("/")
        ? decoded.substring(0, decoded.length() - 1)
        : decoded;
  }
}
