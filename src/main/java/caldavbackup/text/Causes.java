package caldavbackup.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What went wrong with many things, that of one cause together: a cause is told once. */
public final class Causes {
  /** So many things of one cause are named; of more, the first few and how many there are. */
  private static final int MAX_NAMED = 5;

  private static final int FIRST = 3;

  /** A date as a label has it, digits being replaced. */
  private static final String DATE = ", (?:due )?(?:[A-Z][a-z]{2} )?#-#-#(?: #:#(?: UTC)?)?";

  private static final String WHEN =
      "(?:" + DATE + ")?(?:, (?:daily|weekly|monthly|yearly|repeats|every # \\w+))?(?:, UID \\S+)?";

  /**
   * One cause.
   *
   * @param sentence in the words of the first thing that met it
   * @param names the things that met it
   */
  public record Cause(String sentence, List<String> names) {
    private Cause(String sentence) {
      this(sentence, new ArrayList<>());
    }
  }

  private final List<Map.Entry<String, String>> all = new ArrayList<>();

  /** One thing, and what is wrong with it. */
  public void add(String name, String sentence) {
    all.add(Map.entry(name, sentence));
  }

  /** Together is what has the same sentence. */
  public List<Cause> equal() {
    return by(UnaryOperator.identity());
  }

  /**
   * Together is also what differs in names, numbers and places only, when it is more than a few.
   */
  public List<Cause> alike() {
    Map<String, Integer> many = new LinkedHashMap<>();
    all.forEach(one -> many.merge(keyOfObjects(one.getValue()), 1, Integer::sum));
    return by(
        sentence -> {
          String key = keyOfObjects(sentence);
          return many.get(key) > FIRST ? key : sentence;
        });
  }

  private List<Cause> by(UnaryOperator<String> key) {
    Map<String, Cause> causes = new LinkedHashMap<>();
    for (Map.Entry<String, String> one : all) {
      causes
          .computeIfAbsent(key.apply(one.getValue()), k -> new Cause(one.getValue()))
          .names()
          .add(one.getKey());
    }
    return List.copyOf(causes.values());
  }

  /**
   * Names in one line: all when they are few, else how many and the first of them.
   *
   * @param noun what they are, in the plural
   */
  public static String subject(List<String> names, String noun) {
    return names.size() <= MAX_NAMED
        ? listed(names)
        : "%d %s (%s…)"
            .formatted(
                names.size(),
                noun,
                listed(names.stream().sorted().limit(FIRST).toList()) + separator(names));
  }

  /** Names in one line. */
  public static String listed(List<String> names) {
    return String.join(separator(names), names);
  }

  /** What stands between names: in those of events are commas. */
  private static String separator(List<String> names) {
    return names.stream().anyMatch(name -> name.contains(", ")) ? "; " : ", ";
  }

  /** Numbers, places and the server's words differ from object to object, its status does not. */
  public static String key(String sentence) {
    return sentence
        .replaceAll("\\((\\d{3})\\b[^)]*\\)", "($1)")
        .replaceAll("\\S*/\\S*", "/")
        .replaceAll("(?<!\\(|\\d)\\d+", "#");
  }

  /**
   * The same, without what the objects of a file are called: title, date and repetition of each.
   */
  private static String keyOfObjects(String sentence) {
    return key(sentence.replaceAll("\"[^\"]*\"|\\(no title\\)", "\"\""))
        .replaceAll("# of # (\\w+?)s? (?:was not|were not|would not be)", "# of # $1 were not")
        .replaceAll("(?:task |journal )?\"\"" + WHEN, "\"\"")
        .replaceAll("\\S+ \"\"|\\S+" + DATE, "\"\"")
        .replaceAll("\"\"(?:; \"\")*(?: and # more)?", "\"\"");
  }
}
