package caldavbackup.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The result of {@code caldav check} as JSON: {@code schema/check.schema.json} describes it. */
final class CheckJson {
  private static final String NONE = "-";
  private static final String YES = "yes";

  /** Lines of these kinds have their own type. All others are traits of the server. */
  private static final Set<String> KINDS = Set.of("found", "home", "note", "problem");

  private CheckJson() {}

  /** Returns a line with one text. */
  static ObjectNode line(String what, String text) {
    return KINDS.contains(what)
        ? node(what).put("message", text)
        : node("server").put("name", what).put("message", text);
  }

  /** Returns a row of the table. A value that is unknown or was not requested is null. */
  static ObjectNode calendar(List<String> row) {
    ObjectNode line = node("calendar");
    line.put("calendar", row.get(0));
    line.put("calendar_name", row.get(1));
    line.put("role", row.get(2));
    line.put("taken", row.get(3).equals(YES));
    line.put("why_not_taken", row.get(3).equals(YES) ? null : row.get(3));
    list(line, "components", row.get(4));
    line.put("objects", number(row.get(5)));
    line.put("bytes", number(row.get(6)));
    line.put("listed_by", text(row.get(7)));
    line.put("etag", text(row.get(8)));
    list(line, "changes", row.get(9));
    return line;
  }

  /** Returns the summary of the backup. Its outlook is known when the check ends. */
  static ObjectNode summary(List<List<String>> rows, String outlook) {
    ObjectNode line = node("summary").put("outlook", outlook);
    line.put("calendars", rows.size());
    line.put("taken", rows.stream().filter(row -> row.get(3).equals(YES)).count());
    return line;
  }

  private static ObjectNode node(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static void list(ObjectNode line, String name, String words) {
    line.putArray(name);
    if (text(words) != null) {
      List.of(words.split(",")).forEach(line.withArray(name)::add);
    }
  }

  private static Long number(String word) {
    return word.matches("\\d{1,18}") ? Long.valueOf(word) : null;
  }

  private static String text(String word) {
    return word == null || word.equals(NONE) || word.equals("?") ? null : word;
  }
}
