package caldavbackup.changes;

import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The objects of a calendar that a sink may have. Each is added before its delivery, so that no
 * later deletion is lost if the run is killed. The index is stored in pages, so that values stay
 * small and a change rewrites only one page.
 *
 * <p>For use by one thread.
 */
final class CalendarIndex {
  private static final int MAX_IN_PAGE = 100;
  private static final int MAX_PAGE_LENGTH = 8000;

  private final States states;
  private final String directory;
  private final List<Map<String, String>> pages = new ArrayList<>();
  private final Map<String, Integer> pageOf = new HashMap<>();
  private final Set<Integer> changed = new TreeSet<>();
  private int kept;
  private int free;

  /**
   * Reads the index of a calendar.
   *
   * @param directory the directory of the calendar
   * @param path converts the href of an object to its path
   * @throws Failure when the state store cannot be read, or is damaged
   */
  CalendarIndex(States states, String directory, UnaryOperator<String> path) throws Failure {
    this.states = states;
    this.directory = directory;
    JsonNode head = states.get(directory + "/");
    kept = head == null ? 0 : head.path("pages").asInt();
    for (int i = 0; i < kept; i++) {
      Map<String, String> page = new LinkedHashMap<>();
      pages.add(page);
      JsonNode hrefs = states.get(key(i));
      if (hrefs != null) {
        for (JsonNode href : hrefs) {
          String of = path.apply(href.asText());
          page.put(of, href.asText());
          pageOf.put(of, i);
        }
      }
    }
  }

  private String key(int page) {
    return directory + "/" + page;
  }

  /** Returns whether a sink may have the object. */
  boolean contains(String path) {
    return pageOf.containsKey(path);
  }

  /** The hrefs of all objects, by path. */
  Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    pages.forEach(all::putAll);
    return all;
  }

  /** Adds an object; {@link #save} stores it. */
  void add(String path, String href) {
    if (pageOf.containsKey(path)) {
      return;
    }
    while (free < pages.size() && isFull(pages.get(free), href)) {
      free++;
    }
    if (free == pages.size()) {
      pages.add(new LinkedHashMap<>());
    }
    pages.get(free).put(path, href);
    pageOf.put(path, free);
    changed.add(free);
  }

  private static boolean isFull(Map<String, String> page, String href) {
    int length = href.length();
    for (String other : page.values()) {
      length += other.length();
    }
    return !page.isEmpty() && (page.size() >= MAX_IN_PAGE || length > MAX_PAGE_LENGTH);
  }

  /** Removes an object; {@link #save} stores the change. */
  void remove(String path) {
    Integer page = pageOf.remove(path);
    if (page != null) {
      pages.get(page).remove(path);
      changed.add(page);
      free = Math.min(free, page);
    }
  }

  /**
   * Writes the changed pages.
   *
   * @throws Failure when the state store cannot be written
   */
  void save() throws Failure {
    for (int page : changed) {
      ArrayNode hrefs = JsonNodeFactory.instance.arrayNode();
      pages.get(page).values().forEach(hrefs::add);
      states.put(key(page), hrefs);
    }
    changed.clear();
    if (kept < pages.size()) { // after the pages: none of their objects was delivered before
      states.put(directory + "/", JsonNodeFactory.instance.objectNode().put("pages", pages.size()));
      kept = pages.size();
    }
  }

  /**
   * Deletes the index, because the calendar was deleted and the sink has been informed.
   *
   * @throws Failure when the state store cannot be written
   */
  void clear() throws Failure {
    states.remove(directory + "/");
    for (int i = 0; i < kept; i++) {
      states.remove(key(i));
    }
  }
}
