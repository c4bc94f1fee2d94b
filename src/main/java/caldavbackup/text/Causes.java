package caldavbackup.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Groups failures by cause, so that a message names each cause once. */
public final class Causes {
  /**
   * The maximum number of names in a message. If there are more, it shows the first few and the
   * count.
   */
  private static final int MAX_NAMED = 5;

  private static final int FIRST = 3;

  /** A date in a label, with its digits replaced. */
  private static final String DATE = ", (?:due )?(?:[A-Z][a-z]{2} )?#-#-#(?: #:#(?: UTC)?)?";

  private static final String WHEN =
      "(?:" + DATE + ")?(?:, (?:daily|weekly|monthly|yearly|repeats|every # \\w+))?(?:, UID \\S+)?";

  /**
   * One cause.
   *
   * @param sentence the sentence of the first object with this cause
   * @param names the objects with this cause
   */
  public record Cause(String sentence, List<String> names) {
    private Cause(String sentence) {
      this(sentence, new ArrayList<>());
    }
  }

  private final List<Map.Entry<String, String>> all = new ArrayList<>();

  /** Adds an object and the sentence that describes its failure. */
  public void add(String name, String sentence) {
    all.add(Map.entry(name, sentence));
  }

  /** The causes, grouped by equal sentences. */
  public List<Cause> equal() {
    return by(UnaryOperator.identity());
  }

  /**
   * The causes, grouped by sentences that are equal apart from names, numbers and places. Groups of
   * few objects stay separate.
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
   * The names in one line: all of them, or their number and the first few.
   *
   * @param noun the plural noun for the named things
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

  /** The separator of names. Names of events contain commas. */
  private static String separator(List<String> names) {
    return names.stream().anyMatch(name -> name.contains(", ")) ? "; " : ", ";
  }

  /** Numbers, places and the server's words vary from object to object; the status does not. */
  public static String key(String sentence) {
    return sentence
        .replaceAll("\\((\\d{3})\\b[^)]*\\)", "($1)")
        .replaceAll("\\S*/\\S*", "/")
        .replaceAll("(?<!\\(|\\d)\\d+", "#");
  }

  /** The key without the title, date and repetition of each object. */
  private static String keyOfObjects(String sentence) {
    return key(sentence.replaceAll("\"[^\"]*\"|\\(no title\\)", "\"\""))
        .replaceAll("# of # (\\w+?)s? (?:was not|were not|would not be)", "# of # $1 were not")
        .replaceAll("(?:task |journal )?\"\"" + WHEN, "\"\"")
        .replaceAll("\\S+ \"\"|\\S+" + DATE, "\"\"")
        .replaceAll("\"\"(?:; \"\")*(?: and # more)?", "\"\"");
  }
}
