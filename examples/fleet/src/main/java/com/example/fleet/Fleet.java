package com.example.fleet;

import caldavbackup.camel.RouteFiles;
import caldavbackup.changes.HostHeaders;
import caldavbackup.changes.JdbcStateRepository;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.ldap.LdapContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * The one program of the fleet. Its arguments are the roles that this process plays: {@code broker},
 * {@code scheduler}, {@code worker}, {@code sink}, {@code dead}; start as many workers and sinks as
 * you like.
 */
public final class Fleet {
  private static final List<String> ROLES = List.of("broker", "scheduler", "worker", "sink", "dead");

  /** Routes of the library that a worker runs, beside those that they need. */
  private static final List<String> LIBRARY = List.of("backup", "restore");

  private Fleet() {}

  /** Starts the roles that the arguments name, and plays them until the process is stopped. */
  public static void main(String[] arguments) throws Exception {
    Set<String> roles = new TreeSet<>(List.of(String.join(",", arguments).split("[, ]+")));
    roles.remove("");
    if (roles.isEmpty() || !ROLES.containsAll(roles)) {
      System.err.println("say which roles to play, some of: " + String.join(", ", ROLES));
      System.exit(2);
    }
    try {
      start(roles);
    } catch (Throwable e) {
      System.err.println("the fleet does not start: " + sentence(e));
      System.exit(1);
    }
  }

  /** The innermost sentence: Camel wraps it in the names of its own parts. */
  static String sentence(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static void start(Set<String> roles) throws Exception {
    Settings settings = new Settings();
    if (roles.remove("broker")) {
      Broker.start(settings);
    }
    if (roles.isEmpty()) {
      System.out.println("fleet: the broker is ready");
      Thread.currentThread().join();
      return;
    }
    Main main = main(roles, settings);
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void afterStart(BaseMainSupport started) {
            System.out.println("fleet: " + String.join(", ", roles) + " ready");
          }
        });
    main.run();
  }

  /** The application that plays these roles, not started yet. */
  static Main main(Set<String> roles, Settings settings) {
    Main main = new Main();
    main.setPropertyPlaceholderLocations(settings.locations());
    settings.overrides().forEach(main::addOverrideProperty);
    main.configure().setRoutesIncludePattern(files(roles, settings));
    main.configure().addRoutesBuilder(new RouteFiles(LIBRARY));
    HikariDataSource database = Database.open(settings);
    main.bind("database", database);
    main.bind("caldavHeaders", new HostHeaders());
    main.bind("states", new JdbcStateRepository(database));
    main.bind("work", new Work(database, settings));
    main.bind("messages", new Messages(settings));
    main.bind("settle", new Settle());
    main.bind("sendings", new Sendings());
    main.bind("folder", new FolderStore(settings));
    main.bind("proof", new Proof());
    main.bind("manifests", new Manifests(database, settings));
    People people = new People(settings);
    main.bind("people", people);
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport application) {
            // one connection for each search
            application.getCamelContext().getRegistry().bindAsPrototype("directory", LdapContext.class, people::directory);
          }
        });
    return main;
  }

  private static String files(Set<String> roles, Settings settings) {
    Set<String> files = new TreeSet<>(roles);
    files.add("errors");
    if (roles.contains("scheduler")) {
      files.add("source-" + settings.text("fleet.source"));
    }
    if (roles.contains("sink") || roles.contains("worker")) {
      files.add("store-" + settings.text("fleet.sink"));
    }
    return String.join(",", files.stream().map(file -> "classpath:fleet/" + file + ".camel.yaml").toList());
  }
}
