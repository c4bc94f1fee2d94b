package caldavbackup.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown pages of this project and the fenced blocks in them. */
public final class Pages {
  private static final Pattern FENCE =
      Pattern.compile("^(\\s*)(?:\\d+\\.\\s+)?```(\\S*)\\s*$", Pattern.MULTILINE);
  private static final Pattern MARK = Pattern.compile("\\s*<!-- (not run|exit): (.+?) -->\\s*");

  private Pages() {}

  /**
   * A fenced block.
   *
   * @param page the page
   * @param line the line of its opening fence, from 1
   * @param language the word after the fence, or empty
   * @param text its lines, without the indentation of the fence
   * @param notRun the reason in {@code <!-- not run: REASON -->} before it, or null
   * @param exit the exit code in {@code <!-- exit: CODE -->} before it, else 0
   */
  public record Block(Path page, int line, String language, String text, String notRun, int exit) {
    @Override
    public String toString() {
      return page + ":" + line;
    }
  }

  /** All pages: those at the top, below docs/ and beside the examples. */
  public static List<Path> all() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String place : List.of(".", "docs", "examples")) {
      try (Stream<Path> files = Files.walk(Path.of(place), place.equals(".") ? 1 : 4)) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.toString().contains("/target/"))
            .map(Path::normalize)
            .sorted()
            .forEach(pages::add);
      }
    }
    return pages;
  }

  /** The fenced blocks of a page, in order. */
  public static List<Block> blocks(Path page) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    for (int at = 0; at < lines.size(); at++) {
      Matcher fence = FENCE.matcher(lines.get(at));
      if (fence.matches()) {
        int end = at + 1;
        while (!lines.get(end).strip().equals("```")) {
          end++;
        }
        blocks.add(block(page, lines, at, end, fence.group(2)));
        at = end;
      }
    }
    return blocks;
  }

  private static Block block(Path page, List<String> lines, int at, int end, String language) {
    int indentation = lines.get(end).indexOf('`');
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(at + 1, end)) {
      text.append(line.isBlank() ? "" : line.substring(indentation)).append('\n');
    }
    String notRun = null;
    int exit = 0;
    for (int above = at - 1; above >= 0; above--) {
      Matcher mark = MARK.matcher(lines.get(above));
      if (mark.matches() && mark.group(1).equals("exit")) {
        exit = Integer.parseInt(mark.group(2));
      } else if (mark.matches()) {
        notRun = mark.group(2);
      } else if (!lines.get(above).isBlank()) {
        break;
      }
    }
    return new Block(page, at + 1, language, text.toString(), notRun, exit);
  }

  /** The text of a page without its fenced blocks. */
  static String prose(Path page) throws IOException {
    StringBuilder prose = new StringBuilder();
    boolean isProse = true;
    for (String line : Files.readAllLines(page)) {
      boolean isFence = FENCE.matcher(line).matches();
      if (isProse && !isFence) {
        prose.append(line);
      }
      isProse ^= isFence;
      prose.append('\n'); // each line keeps its number
    }
    return prose.toString();
  }
}
