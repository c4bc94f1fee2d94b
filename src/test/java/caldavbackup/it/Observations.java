package caldavbackup.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a server did to the data by itself: printed, and kept as a table under target. */
final class Observations {
  private final String title;
  private final List<String> rows = new ArrayList<>();
  private int taken;
  private int refused;
  private int changed;

  Observations(String title) {
    this.title = title;
  }

  /** It refused the object, with these words. */
  void refused(String object, String words) {
    refused++;
    rows.add("| " + object + " | refused | " + cell(words) + " |");
  }

  /** It took the object. */
  void taken(String object, String changes) {
    taken++;
    if (!changes.isEmpty()) {
      changed++;
      rows.add("| " + object + " | changed | " + cell(changes) + " |");
    }
  }

  /** It did something to what it had served itself. */
  void again(String object, String changes) {
    rows.add("| " + object + " | changed when it came back | " + cell(changes) + " |");
  }

  /** It keeps this in its own way. */
  void note(String subject, String what) {
    rows.add("| " + cell(subject) + " | | " + cell(what) + " |");
  }

  int taken() {
    return taken;
  }

  void publish() throws IOException {
    String head =
        title
            + ": "
            + taken
            + " taken, "
            + changed
            + " of them changed by the server, "
            + refused
            + " refused";
    Path file =
        Files.createDirectories(Path.of("target/server-matrix"))
            .resolve(title.replace(' ', '-') + ".md");
    Files.writeString(
        file,
        "# " + head + "\n\n| object | | how |\n|---|---|---|\n" + String.join("\n", rows) + "\n");
    System.out.println(head + ": " + file);
  }

  private static String cell(String text) {
    String line =
        text.replaceAll("(?s)<style.*?</style>|<[^>]*>", " ") // what a person would read of it
            .replaceAll("[\\s|\\p{Cntrl}]+", " ")
            .strip();
    if (line.replaceAll("\\W|\\d", "").isEmpty()) { // an error that is an XML element only
      line = text.replaceAll("\\s+", " ").strip();
    }
    return line.length() > 240 ? line.substring(0, 240) + "…" : line;
  }
}
