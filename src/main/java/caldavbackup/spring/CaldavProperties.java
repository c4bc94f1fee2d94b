package caldavbackup.spring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties of a Spring Boot application that begin with {@code caldav}. */
@ConfigurationProperties("caldav")
public class CaldavProperties {
  private Map<String, Map<String, String>> accounts = new LinkedHashMap<>();
  private Routes routes = new Routes();

  /** The route files to load. */
  public static class Routes {
    private boolean enabled;
    private List<String> include = List.of();

    /** Returns whether the routes are loaded when the CamelContext starts. */
    public boolean isEnabled() {
      return enabled;
    }

    public void setEnabled(boolean enabled) {
      this.enabled = enabled;
    }

    /** The names of route files, for example {@code backup}; empty for all. */
    public List<String> getInclude() {
      return include;
    }

    public void setInclude(List<String> include) {
      this.include = include;
    }
  }

  /** The options of each account, by name. */
  public Map<String, Map<String, String>> getAccounts() {
    return accounts;
  }

  public void setAccounts(Map<String, Map<String, String>> accounts) {
    this.accounts = accounts;
  }

  /** The route files to load. */
  public Routes getRoutes() {
    return routes;
  }

  public void setRoutes(Routes routes) {
    this.routes = routes;
  }
}
