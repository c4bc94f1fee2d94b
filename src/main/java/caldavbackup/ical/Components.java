package caldavbackup.ical;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Which component each line of an object stands in, however badly they are nested. */
final class Components {
  /** What a line is to the nesting. */
  enum Kind {
    BEGIN,
    END,
    /** A line of the innermost component's own. */
    OWN
  }

  private final Deque<String> open = new ArrayDeque<>();

  /** Goes on by one line. */
  Kind take(ContentLine line) {
    String type = line.value().strip().toUpperCase(Locale.ROOT);
    if (line.name().equals("BEGIN")) {
      open.push(type);
      return Kind.BEGIN;
    }
    if (!line.name().equals("END")) {
      return Kind.OWN;
    }
    if (open.contains(type)) { // else it ends nothing
      while (!open.pop().equals(type)) {
        // its own end is missing
      }
    }
    return Kind.END;
  }

  /** The type of the component that the next line is in; empty outside of any. */
  String innermost() {
    return open.isEmpty() ? "" : open.peek();
  }

  /** How many components are open. */
  int depth() {
    return open.size();
  }
}
