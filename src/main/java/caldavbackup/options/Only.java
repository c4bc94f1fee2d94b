package caldavbackup.options;

import caldavbackup.text.Failure;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The option {@code only}: restores only some objects of a backup, by the paths of their files or
 * by UID. A comma in a path or UID is written {@code %2C}.
 */
public final class Only {
  private final List<String> words = new ArrayList<>();
  private final Set<String> accepted = new HashSet<>();

  private Only() {}

  /**
   * Parses the option.
   *
   * @param text a comma-separated list; null for all objects
   * @throws Failure when the list is empty
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

  /** Returns whether the option is given. */
  public boolean isFilter() {
    return !words.isEmpty();
  }

  /**
   * Returns whether the option names an object.
   *
   * @param path the path of its file within the backup, with or without a leading slash
   * @param uid null if it has none
   */
  public boolean names(String path, String uid) {
    return accepted.contains(plain(path)) || (uid != null && accepted.contains(plain(uid)));
  }

  /**
   * Returns the entries of the option that match nothing.
   *
   * @param things all existing paths and UIDs
   */
  public List<String> unknown(Collection<String> things) {
    Set<String> left = new HashSet<>(accepted);
    things.forEach(thing -> left.remove(plain(thing)));
    return words.stream().filter(word -> left.containsAll(forms(word))).toList();
  }

  /** Returns the possible meanings of an entry. A file name may itself contain {@code %2C}. */
  private static Set<String> forms(String word) {
    return new HashSet<>(List.of(plain(word), plain(word.replaceAll("(?i)%2C", ","))));
  }

  /** Normalizes a path: removes a leading slash, and unifies the encodings of accents. */
  private static String plain(String text) {
    String normal = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    return normal.replaceFirst("^(?:\\./|/)+", "");
  }
}
