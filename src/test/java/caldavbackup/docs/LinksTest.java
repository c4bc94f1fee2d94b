package caldavbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link of a page leads to a file and a heading that exist. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

  static List<Path> pages() throws IOException {
    return Pages.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void each_link_leads_somewhere(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : links(page)) {
      if (!link.matches("[a-z+]+:.*") && !exists(page, link)) {
        broken.add(link);
      }
    }
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void each_address_is_one(Path page) throws IOException {
    for (String link : links(page)) {
      if (link.matches("[a-z+]+:.*")) {
        assertThat(URI.create(link).getScheme()).as(link).isEqualTo("https");
        assertThat(URI.create(link).getHost()).as(link).contains(".");
      }
    }
  }

  /** A page that nothing leads to is not found. */
  @Test
  void each_page_of_docs_can_be_reached_from_the_readme() throws IOException {
    Set<Path> reached = new TreeSet<>();
    List<Path> next = new ArrayList<>(List.of(Path.of("README.md")));
    while (!next.isEmpty()) {
      Path page = next.remove(0);
      if (reached.add(page) && page.toString().endsWith(".md")) {
        for (String link : links(page)) {
          Path target = target(page, link);
          if (target != null && Files.isRegularFile(target)) {
            next.add(target);
          }
        }
      }
    }
    assertThat(reached).containsAll(Pages.all());
  }

  private static Path target(Path page, String link) {
    String file = link.replaceFirst("#.*", "");
    if (link.matches("[a-z+]+:.*")) {
      return null;
    }
    return file.isEmpty() ? page : page.resolveSibling(file).normalize();
  }

  private static boolean exists(Path page, String link) throws IOException {
    Path target = target(page, link);
    if (!Files.exists(target.toString().isEmpty() ? Path.of(".") : target)) {
      return false;
    }
    return !link.contains("#") || anchors(target).contains(link.substring(link.indexOf('#') + 1));
  }

  private static List<String> links(Path page) throws IOException {
    Matcher link = LINK.matcher(Pages.prose(page));
    List<String> links = new ArrayList<>();
    while (link.find()) {
      links.add(link.group(1));
    }
    return links;
  }

  /** The anchors that GitHub makes of headings. */
  private static Set<String> anchors(Path page) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(Pages.prose(page));
    while (heading.find()) {
      String anchor =
          heading
              .group(1)
              .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
              .toLowerCase(Locale.ROOT)
              .strip()
              .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
              .replace(' ', '-');
      int times = seen.merge(anchor, 1, Integer::sum);
      anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
    }
    return anchors;
  }
}
