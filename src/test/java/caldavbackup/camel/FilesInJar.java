package caldavbackup.camel;

import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The route files of the jar, as an application loads them. */
public final class FilesInJar {
  /** All files but Plakar's, by their names. */
  public static final List<String> OF_APPLICATIONS =
      List.of(
          "errors",
          "http",
          "oauth2",
          "discover",
          "properties",
          "list",
          "fetch",
          "get",
          "headers",
          "observe",
          "backup",
          "import",
          "open",
          "store",
          "scheduling",
          "plan",
          "export",
          "restore",
          "check",
          "diff");

  private FilesInJar() {}

  /** Where a file of this name lies in the jar. */
  public static String path(String name) {
    String folder = name.equals("plakar") ? "caldav-plakar/" : "caldav/";
    return "routes/" + folder + name + ".camel.yaml";
  }

  /** Loads files into a context. */
  public static void load(CamelContext context, Collection<String> names) throws Exception {
    for (String name : names) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "classpath:" + path(name)));
    }
  }
}
