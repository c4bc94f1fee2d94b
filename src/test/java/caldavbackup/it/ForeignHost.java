package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.FilesInJar;
import caldavbackup.http.Account;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * The packaged jar's routes in a CamelContext that is somebody else's, who has ideas of his own
 * about errors and HTTP; and two servers for it.
 */
abstract class ForeignHost {
  static RadicaleServer radicale;
  static XandikosServer xandikos;

  CamelContext host;
  final Map<String, Map<String, byte[]>> sunk = new ConcurrentHashMap<>();
  final List<String> dead = new CopyOnWriteArrayList<>();
  final List<String> entries = new CopyOnWriteArrayList<>();
  final List<Account> accounts = new ArrayList<>();

  @BeforeAll
  static void startServers() throws Exception {
    radicale = RadicaleServer.start();
    xandikos = XandikosServer.start();
  }

  @AfterAll
  static void stopServers() {
    radicale.close();
    xandikos.close();
  }

  @BeforeEach
  void startHost() throws Exception {
    host = new DefaultCamelContext();
    host.getCamelContextExtension().setName("somebody-elses-esb");
    HttpComponent http = new HttpComponent();
    http.setFollowRedirects(true);
    http.setConnectTimeout(1);
    http.setUserAgent("the host's");
    host.addComponent("http", http);
    host.getPropertiesComponent().addInitialProperty("caldav.import.to", "direct:rude-entries");
    try (URLClassLoader jar = new URLClassLoader(new URL[] {packagedJar().toURI().toURL()}, null)) {
      List<Resource> resources = new ArrayList<>();
      List<String> names = new ArrayList<>(FilesInJar.OF_APPLICATIONS);
      names.add("plakar");
      for (String name : names) {
        URL inJar = jar.getResource(FilesInJar.path(name));
        assertThat(inJar).as("%s in the packaged jar", name).isNotNull();
        resources.add(
            ResourceHelper.fromString(
                name + ".camel.yaml",
                new String(inJar.openStream().readAllBytes(), StandardCharsets.UTF_8)));
      }
      PluginHelper.getRoutesLoader(host).loadRoutes(resources);
    }
    host.addRoutes(hostRoutes());
    host.start();
  }

  @AfterEach
  void stopHost() {
    accounts.forEach(Account::close);
    host.stop();
  }

  /**
   * What a host may have around our routes: a dead letter channel that takes everything, and
   * headers of its own.
   */
  private RouteBuilder hostRoutes() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(deadLetterChannel("direct:dead"));
        onException(Exception.class).handled(true).to("direct:dead");
        from("direct:dead")
            .process(e -> dead.add(String.valueOf(e.getProperty(Exchange.EXCEPTION_CAUGHT))));
        from("direct:host-backup")
            .setProperty(CaldavConstants.ACCOUNT, method("caldavAccounts", "of"))
            .setHeader("X-Host-Secret", constant("must not leave"))
            .to("direct:caldav-backup");
        from("direct:rude-entries")
            .process(e -> entries.add(e.getMessage().getBody(SnapshotEntry.class).path()))
            .removeProperties("*")
            .removeHeaders("*")
            .stop();
        from("direct:caldav-sink")
            .process(
                e -> {
                  Message message = e.getMessage();
                  assertThat(message.getHeader(CaldavConstants.ERROR)).isNull();
                  sunk.computeIfAbsent(
                          e.getProperty("who", String.class), who -> new ConcurrentHashMap<>())
                      .put(
                          message.getHeader(CaldavConstants.HREF, String.class),
                          message.getBody(byte[].class));
                });
      }
    };
  }

  static String route(String id, String steps) {
    return "- route:\n    id: "
        + id
        + "\n    from:\n      uri: direct:"
        + id
        + "\n      steps:\n"
        + steps.indent(8);
  }

  void load(String... routes) throws Exception {
    for (String yaml : routes) {
      PluginHelper.getRoutesLoader(host)
          .loadRoutes(ResourceHelper.fromString("docs" + yaml.hashCode() + ".yaml", yaml));
    }
  }

  static List<String> names(List<String> hrefs) {
    return hrefs.stream().map(href -> href.substring(href.lastIndexOf('/') + 1)).toList();
  }

  Set<String> names(String who) {
    Set<String> names = new TreeSet<>();
    sunk.get(who).keySet().stream()
        .filter(href -> href.contains("/work/"))
        .forEach(href -> names.add(href.substring(href.lastIndexOf('/') + 1)));
    return names;
  }

  void send(String endpoint, String who, Map<String, Object> options) {
    assertThat(exchange(endpoint, who, options).getException()).isNull();
  }

  Exchange exchange(String endpoint, String who, Map<String, Object> options) {
    Exchange exchange =
        host.createProducerTemplate()
            .send(
                endpoint,
                e -> {
                  e.setProperty("who", who);
                  e.getMessage().setBody(options);
                });
    if (exchange.getProperty(CaldavConstants.ACCOUNT) instanceof Account account) {
      accounts.add(account);
    }
    return exchange;
  }

  static Map<String, Object> options(String user) {
    return Map.of("location", radicale.location(), "username", user, "password", user + "-pw");
  }

  private static File packagedJar() {
    File jar = new File("target/caldav-backup.jar");
    assertThat(jar).as("the packaged jar").exists();
    return jar;
  }

  /** The YAML blocks of docs/routes.md. */
  static List<String> documentedYaml() throws IOException {
    return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("docs/routes.md")))
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
