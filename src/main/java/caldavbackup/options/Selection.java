package caldavbackup.options;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Which calendars a run touches: the options {@code calendars} and {@code exclude_calendars}. */
public final class Selection {
  private final List<Pattern> wanted;
  private final List<Pattern> unwanted;

  /** Comma-separated globs ({@code *} and {@code ?}); null for none given. */
  public Selection(String calendars, String excludeCalendars) {
    wanted = globs(calendars);
    unwanted = globs(excludeCalendars);
  }

  /**
   * Whether a calendar is wanted.
   *
   * @param segment the last segment of its path, decoded
   * @param name its display name, or null
   */
  public boolean wants(String segment, String name) {
    return (wanted.isEmpty() || matches(wanted, segment, name))
        && !matches(unwanted, segment, name);
  }

  /** Whether what has this path segment is left out by name. */
  public boolean leavesOut(String segment) {
    return matches(unwanted, segment, null);
  }

  /**
   * The options that leave something out, as a sentence names them: {@code option 'calendars'
   * leaves}, or both of them.
   */
  public String leaves() {
    if (!wanted.isEmpty() && !unwanted.isEmpty()) {
      return "options 'calendars' and 'exclude_calendars' leave";
    }
    return "option '" + (unwanted.isEmpty() ? "calendars" : "exclude_calendars") + "' leaves";
  }

  /** Whether anything at all is left out on purpose. */
  public boolean isFilter() {
    return !wanted.isEmpty() || !unwanted.isEmpty();
  }

  /** Whether each glob of the option {@code calendars} matches one of these names. */
  public boolean areFound(Collection<String> names) {
    return wanted.stream()
        .allMatch(glob -> names.stream().anyMatch(name -> glob.matcher(name).matches()));
  }

  private static boolean matches(List<Pattern> globs, String segment, String name) {
    return globs.stream()
        .anyMatch(
            glob ->
                glob.matcher(segment).matches() || (name != null && glob.matcher(name).matches()));
  }

  private static List<Pattern> globs(String list) {
    List<Pattern> patterns = new ArrayList<>();
    if (list != null) {
      for (String glob : list.split(",")) {
        if (!glob.isBlank()) {
          patterns.add(Pattern.compile(regex(glob.strip()), Pattern.DOTALL));
        }
      }
    }
    return patterns;
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    glob.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
              }
            });
    return regex.toString();
  }
}
