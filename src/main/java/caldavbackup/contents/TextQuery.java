package caldavbackup.contents;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Searches the text of an entry: its summary, location, description, and people with their
 * addresses. Case and accents are ignored. Each word must occur somewhere.
 */
public final class TextQuery implements Predicate<Entry> {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private final List<String> words;

  /**
   * Creates a query.
   *
   * @param text words separated by spaces
   */
  public TextQuery(String text) {
    words = Arrays.stream(plain(text).split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  @Override
  public boolean test(Entry entry) {
    StringBuilder all = new StringBuilder();
    add(all, entry.text().summary());
    add(all, entry.text().location());
    add(all, entry.text().description());
    for (Entry.Person person : entry.text().people()) {
      add(all, person.name());
      add(all, person.address());
    }
    String text = plain(all.toString());
    return words.stream().allMatch(text::contains);
  }

  private static void add(StringBuilder all, String text) {
    if (text != null) {
      all.append(text).append('\n');
    }
  }

  private static String plain(String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    return MARKS
        .matcher(decomposed)
        .replaceAll("")
        .toLowerCase(Locale.ROOT)
        .replace("ß", "ss")
        .replace("ø", "o")
        .replace("ł", "l")
        .replace("æ", "ae");
  }
}
