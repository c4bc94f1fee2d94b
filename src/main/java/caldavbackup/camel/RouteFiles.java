package caldavbackup.camel;

import caldavbackup.text.Failure;
import java.io.BufferedReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Adds the routes of this library to a CamelContext, except those that it already has. As a bean in
 * the registry of an application, it does this when the context starts.
 */
public final class RouteFiles implements RoutesBuilder {
  private static final String FOLDER = "classpath:routes/caldav/";
  private static final String END = ".camel.yaml";

  /**
   * All files except Plakar's. They are listed here, because a search by pattern makes Camel unpack
   * the whole jar of a Spring Boot application.
   */
  static final List<String> ALL =
      List.of(
          "backup",
          "check",
          "diff",
          "discover",
          "errors",
          "export",
          "fetch",
          "get",
          "headers",
          "http",
          "import",
          "list",
          "oauth2",
          "observe",
          "open",
          "plan",
          "properties",
          "restore",
          "scheduling",
          "store");

  /** The first line of a file names the files that it needs. */
  private static final Pattern NEEDS = Pattern.compile("# Needs: ([a-z0-9, -]+)\\..*");

  private static final Pattern ROUTE = Pattern.compile("(?m)^ {4}id: (\\S+)");
  private static final Pattern BEAN = Pattern.compile("(?m)^ {4}- name: (\\S+)");

  private final List<String> include;

  /** Adds the routes of all files, except those for Plakar. */
  public RouteFiles() {
    this(List.of());
  }

  /**
   * Adds the routes of some files.
   *
   * @param include the names of files without folder and extension, for example {@code backup};
   *     files that they need are added. Empty for all
   */
  public RouteFiles(Collection<String> include) {
    this.include = include.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  @Override
  public void addRoutesToCamelContext(CamelContext context) throws Exception {
    synchronized (context) {
      List<Resource> missing = new ArrayList<>();
      for (Resource file : resources(context)) {
        if (!isLoaded(context, file)) {
          missing.add(file);
        }
      }
      if (!missing.isEmpty()) {
        PluginHelper.getRoutesLoader(context).loadRoutes(missing);
      }
    }
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
    Map<String, Resource> known = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(include.isEmpty() ? ALL : include);
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!known.containsKey(name)) {
        Resource file = ResourceHelper.resolveResource(context, FOLDER + name + END);
        if (file == null || !file.exists()) {
          throw Failure.option(
              "property 'caldav.routes.include' names '"
                  + name
                  + "', which is not a file in "
                  + FOLDER);
        }
        known.put(name, file);
        open.addAll(needs(file));
      }
    }
    return known.values();
  }

  /**
   * Returns whether the context has the first route of the file, or the first bean if the file has
   * no routes.
   */
  private static boolean isLoaded(CamelContext context, Resource file) throws Exception {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    try (BufferedReader reader = new BufferedReader(file.getReader())) {
      String text = reader.lines().collect(Collectors.joining("\n"));
      Matcher route = ROUTE.matcher(text);
      if (route.find()) {
        String id = route.group(1);
        return model.getRouteDefinition(id) != null
            || model.getRouteConfigurationDefinition(id) != null;
      }
      Matcher bean = BEAN.matcher(text);
      return bean.find() && context.getRegistry().lookupByName(bean.group(1)) != null;
    }
  }

  private static List<String> needs(Resource file) throws Exception {
    try (BufferedReader lines = new BufferedReader(file.getReader())) {
      Matcher needs = NEEDS.matcher(String.valueOf(lines.readLine()));
      return needs.matches() ? List.of(needs.group(1).split(", ")) : List.of();
    }
  }
}
