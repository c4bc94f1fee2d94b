package caldavbackup.ical;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Tracks the component that contains each line of an object, even if the nesting is broken. */
final class Components {
  /** The role of a line in the nesting. */
  enum Kind {
    BEGIN,
    END,
    /** A property of the innermost component. */
    OWN
  }

  private final Deque<String> open = new ArrayDeque<>();

  /** Advances by one line. */
  Kind take(ContentLine line) {
    String type = line.value().strip().toUpperCase(Locale.ROOT);
    if (line.name().equals("BEGIN")) {
      open.push(type);
      return Kind.BEGIN;
    }
    if (!line.name().equals("END")) {
      return Kind.OWN;
    }
    if (open.contains(type)) { // else no component ends here
      while (!open.pop().equals(type)) {
        // its END is missing
      }
    }
    return Kind.END;
  }

  /** Returns the type of the component that contains the next line; empty outside of any. */
  String innermost() {
    return open.isEmpty() ? "" : open.peek();
  }

  /** Returns the number of open components. */
  int depth() {
    return open.size();
  }
}
