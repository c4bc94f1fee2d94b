package caldavbackup.camel;

import caldavbackup.text.Failure;
import java.io.BufferedReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Adds the routes of this library to a CamelContext: a bean of this class in the registry of an
 * application does it when the context starts.
 */
public final class RouteFiles implements RoutesBuilder {
  private static final String FOLDER = "classpath:routes/caldav/";
  private static final String END = ".camel.yaml";

  /** Its first line names the files that a file needs. */
  private static final Pattern NEEDS = Pattern.compile("# Needs: ([a-z0-9, -]+)\\..*");

  private final List<String> include;

  /** The routes of all files; those for Plakar have a folder of their own. */
  public RouteFiles() {
    this(List.of());
  }

  /**
   * The routes of some files.
   *
   * @param include the files' names without folder and ending, for example {@code backup}; those
   *     that they need are added. Empty for all
   */
  public RouteFiles(Collection<String> include) {
    this.include = include.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  @Override
  public void addRoutesToCamelContext(CamelContext context) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(resources(context));
  }

  @Override
  public void addTemplatedRoutesToCamelContext(CamelContext context) {
    // there are none
  }

  @Override
  public Set<String> updateRoutesToCamelContext(CamelContext context) throws Exception {
    return PluginHelper.getRoutesLoader(context).updateRoutes(resources(context));
  }

  private Collection<Resource> resources(CamelContext context) throws Exception {
    if (include.isEmpty()) {
      List<Resource> all =
          new ArrayList<>(
              PluginHelper.getPackageScanResourceResolver(context)
                  .findResources(FOLDER + "*" + END));
      all.sort(Comparator.comparing(Resource::getLocation));
      if (!all.isEmpty()) {
        return all;
      }
      throw Failure.option(
          "no files are found in " + FOLDER + ": name them in caldav.routes.include");
    }
    Map<String, Resource> known = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(include);
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!known.containsKey(name)) {
        Resource file = ResourceHelper.resolveResource(context, FOLDER + name + END);
        if (file == null || !file.exists()) {
          throw Failure.option(
              "property 'caldav.routes.include' names '"
                  + name
                  + "', which is no file in "
                  + FOLDER);
        }
        known.put(name, file);
        open.addAll(needs(file));
      }
    }
    return known.values();
  }

  private static List<String> needs(Resource file) throws Exception {
    try (BufferedReader lines = new BufferedReader(file.getReader())) {
      Matcher needs = NEEDS.matcher(String.valueOf(lines.readLine()));
      return needs.matches() ? List.of(needs.group(1).split(", ")) : List.of();
    }
  }
}
