package caldavbackup.options;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** The calendars that a run uses: the options {@code calendars} and {@code exclude_calendars}. */
public final class Selection {
  private final List<Pattern> wanted;
  private final List<Pattern> unwanted;

  /** Takes comma-separated globs ({@code *} and {@code ?}); null when not given. */
  public Selection(String calendars, String excludeCalendars) {
    wanted = globs(calendars);
    unwanted = globs(excludeCalendars);
  }

  /**
   * Returns whether a calendar is selected.
   *
   * @param segment the last segment of its path, decoded
   * @param name its display name, or null
   */
  public boolean wants(String segment, String name) {
    return (wanted.isEmpty() || matches(wanted, segment, name))
        && !matches(unwanted, segment, name);
  }

  /** Returns whether {@code exclude_calendars} matches this path segment. */
  public boolean leavesOut(String segment) {
    return matches(unwanted, segment, null);
  }

  /**
   * Returns the options that limit the selection, as the subject and verb of a sentence: {@code
   * option 'calendars' leaves}, or both options.
   */
  public String leaves() {
    if (!wanted.isEmpty() && !unwanted.isEmpty()) {
      return "options 'calendars' and 'exclude_calendars' leave";
    }
    return "option '" + (unwanted.isEmpty() ? "calendars" : "exclude_calendars") + "' leaves";
  }

  /** Returns whether the user limits the selection. */
  public boolean isFilter() {
    return !wanted.isEmpty() || !unwanted.isEmpty();
  }

  /** Returns whether each glob of the option {@code calendars} matches one of these names. */
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
