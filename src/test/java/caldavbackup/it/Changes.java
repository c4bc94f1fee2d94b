package caldavbackup.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Says in a few words how a server's bytes differ from those it was given. */
final class Changes {
  private Changes() {}

  /** Nothing when they are the same. */
  static String between(String given, String served) {
    if (served.equals(given)) {
      return "";
    }
    String givenText = given.replace("\r\n", "\n");
    String servedText = served.replace("\r\n", "\n");
    if (servedText.equals(givenText)) {
      return "line ends";
    }
    String givenLines = unfolded(givenText);
    String servedLines = unfolded(servedText);
    if (servedLines.equals(givenLines)) {
      return "folding";
    }
    return lines(
        new ArrayList<>(givenLines.lines().toList()),
        new ArrayList<>(servedLines.lines().toList()));
  }

  private static String unfolded(String text) {
    return text.replaceAll("\n[ \t]", "");
  }

  private static String lines(List<String> given, List<String> served) {
    List<String> both = List.copyOf(served);
    for (String line : both) {
      if (given.remove(line)) {
        served.remove(line);
      }
    }
    Set<String> lost = names(given);
    Set<String> gained = names(served);
    Set<String> rewritten = new TreeSet<>(lost);
    rewritten.retainAll(gained);
    List<String> words = new ArrayList<>();
    rewritten.forEach(name -> words.add("~" + name));
    lost.stream().filter(name -> !rewritten.contains(name)).forEach(name -> words.add("-" + name));
    gained.stream()
        .filter(name -> !rewritten.contains(name))
        .forEach(name -> words.add("+" + name));
    return words.isEmpty() ? "order of lines" : String.join(" ", words);
  }

  private static Set<String> names(List<String> lines) {
    Set<String> names = new TreeSet<>();
    for (String line : lines) {
      String name = line.split("[:;]", 2)[0].toUpperCase(Locale.ROOT);
      names.add(name.isBlank() ? "blank line" : name.length() > 40 ? name.substring(0, 40) : name);
    }
    return names;
  }
}
