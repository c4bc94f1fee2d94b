package caldavbackup.options;

import caldavbackup.text.Failure;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The option {@code only}: which objects of a backup are restored, by paths of their files or by
 * UIDs. A comma within one of them is written {@code %2C}.
 */
public final class Only {
  private final List<String> words = new ArrayList<>();
  private final Set<String> accepted = new HashSet<>();

  private Only() {}

  /**
   * Reads the words.
   *
   * @param text comma-separated; null when all is wanted
   * @throws Failure when there is no word in it
   */
  static Only of(String text) throws Failure {
    Only only = new Only();
    for (String word : text == null ? new String[0] : text.split(",")) {
      if (!word.isBlank()) {
        only.words.add(word.strip());
        only.accepted.addAll(forms(word.strip()));
      }
    }
    if (text != null && only.words.isEmpty()) {
      throw Failure.option("option 'only' is empty: name paths of the backup, or UIDs");
    }
    return only;
  }

  /** Whether it leaves out anything. */
  public boolean isFilter() {
    return !words.isEmpty();
  }

  /**
   * Whether an object is named.
   *
   * @param path of its file within the backup, with or without a slash in front
   * @param uid null when it has none
   */
  public boolean names(String path, String uid) {
    return accepted.contains(plain(path)) || (uid != null && accepted.contains(plain(uid)));
  }

  /**
   * The words that name nothing.
   *
   * @param things all paths and UIDs that there are
   */
  public List<String> unknown(Collection<String> things) {
    Set<String> left = new HashSet<>(accepted);
    things.forEach(thing -> left.remove(plain(thing)));
    return words.stream().filter(word -> left.containsAll(forms(word))).toList();
  }

  /** What a word may mean: a file may be called as it stands, {@code %2C} and all. */
  private static Set<String> forms(String word) {
    return new HashSet<>(List.of(plain(word), plain(word.replaceAll("(?i)%2C", ","))));
  }

  /** The same for a path with and without its slash, and for each way to encode an accent. */
  private static String plain(String text) {
    String normal = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    return normal.replaceFirst("^(?:\\./|/)+", "");
  }
}
