package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The routes in an application whose class path lacks what the pom calls optional: they start and
 * back up all the same, and one sentence names what a use of them lacks.
 */
class OptionalLibrariesTest {
  /** What an application gets that depends on our jar and excludes nothing. */
  private static final Pattern DEPENDENCIES =
      Pattern.compile(
          "classes|camel-(?!grpc|main|test|spring|health|telemetry|opentelemetry|management-\\d).*|http(client|core)5.*|jackson-.*"
              + "|woodstox-core.*|stax2-api.*|ical4j.*|commons-(codec|lang3)-.*|threeten-extra.*"
              + "|snakeyaml-engine.*|slf4j-api.*|jakarta\\.(activation|servlet|xml\\.bind)-api.*");

  /** The optional ones, each with what it brings along. */
  enum Missing {
    GRPC("camel-grpc.*|grpc-.*|netty-.*|protobuf-.*|proto-google.*|guava.*"),
    NIMBUS("(oauth2-oidc-sdk|nimbus-jose-jwt|content-type|lang-tag|json-smart|accessors-smart).*"),
    DNSJAVA("dnsjava.*"),
    GITIGNORE("gitignore-reader.*"),
    /** These, and the launcher's: camel-main and the logger. */
    ALL(null);

    private final Pattern jars;

    Missing(String jars) {
      this.jars = jars == null ? null : Pattern.compile(jars);
    }

    Predicate<String> left() {
      return jars == null
          ? DEPENDENCIES.asMatchPredicate()
          : Predicate.not(jars.asMatchPredicate());
    }
  }

  /** Loading the classes takes most of the time, so each class path is used again. */
  private static final Map<Missing, URLClassLoader> LOADERS = new EnumMap<>(Missing.class);

  private FaultServer server;

  @AfterAll
  static void forgetClasses() throws Exception {
    for (URLClassLoader loader : LOADERS.values()) {
      loader.close();
    }
    LOADERS.clear();
  }

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work", "a b c".split(" "));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Missing.class)
  void a_backup_does_without(Missing missing) throws Exception {
    assertThat(application(missing, "backUp", options()))
        .isEqualTo(server.objects("work").toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = Missing.class,
      names = {"NIMBUS", "ALL"})
  void a_sign_in_for_tokens_names_the_library_that_it_needs(Missing missing) throws Exception {
    Map<String, String> options =
        Map.of(
            "location",
            server.location(),
            "name",
            "google",
            "client_id",
            "client",
            "client_secret",
            "secret",
            "refresh_token",
            "refresh");

    assertThat(application(missing, "backUp", options))
        .endsWith(": name=google needs com.nimbusds:oauth2-oidc-sdk on the class path");
  }

  @Test
  void a_token_that_is_given_needs_no_library() throws Exception {
    Map<String, String> options = Map.of("location", server.location(), "token", "given");

    assertThat(application(Missing.ALL, "backUp", options))
        .isEqualTo(server.objects("work").toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = Missing.class,
      names = {"DNSJAVA", "ALL"})
  void a_domain_that_is_no_server_names_the_library_that_it_needs(Missing missing)
      throws Exception {
    Map<String, String> options =
        Map.of("location", "caldav+http://example.test/", "username", "alice", "password", "any");

    assertThat(application(missing, "backUp", options))
        .contains("the DNS look-up of example.test needs dnsjava:dnsjava on the class path");
  }

  @ParameterizedTest
  @CsvSource({
    "GITIGNORE,ignore,a list of ignore patterns needs nl.basjes.gitignore:gitignore-reader on the class path",
    "GRPC,loadPlakar,plakar.camel.yaml needs org.apache.camel:camel-grpc on the class path"
  })
  void what_needs_a_library_names_it(Missing missing, String use, String sentence)
      throws Exception {
    assertThat(application(missing, use, options())).isEqualTo(sentence);
  }

  private Map<String, String> options() {
    return Map.of("location", server.location(), "username", "alice", "password", "any");
  }

  /**
   * What a method of {@link SmallHost} gives that runs where our classes and the jars that are left
   * are, and nothing else.
   */
  private static String application(Missing missing, String use, Map<String, String> options)
      throws Exception {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    URLClassLoader loader = LOADERS.computeIfAbsent(missing, OptionalLibrariesTest::loader);
    current.setContextClassLoader(loader);
    try {
      return (String)
          loader
              .loadClass(SmallHost.class.getName())
              .getMethod(use, Map.class)
              .invoke(null, options);
    } catch (InvocationTargetException e) {
      throw new AssertionError("without " + missing, e.getCause());
    } finally {
      current.setContextClassLoader(before);
    }
  }

  private static URLClassLoader loader(Missing missing) {
    return new URLClassLoader(
        Stream.concat(
                Stream.of("target/test-classes"),
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> missing.left().test(new File(entry).getName())))
            .map(OptionalLibrariesTest::url)
            .toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }
}
