package caldavbackup.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application that has our jar and a few properties. */
class CaldavAutoConfigurationTest {
  private static final String SECRET = "hunter2-is-secret";

  @EnableAutoConfiguration
  static class Application {}

  private static ConfigurableApplicationContext start(String... properties) {
    SpringApplication application = new SpringApplication(Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLogStartupInfo(false);
    application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
    return application.run(
        Stream.concat(
                Stream.of(
                    "camel.main.name=boot",
                    "spring.jmx.enabled=false",
                    "camel.main.shutdown-timeout=5"),
                Stream.of(properties))
            .map("--"::concat)
            .toArray(String[]::new));
  }

  private static List<String> routes(ConfigurableApplicationContext application) {
    return application.getBean(CamelContext.class).getRoutes().stream()
        .map(Route::getRouteId)
        .filter(id -> id.startsWith("caldav-"))
        .toList();
  }

  @Test
  void named_accounts_and_all_routes_but_plakars(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("secret"), SECRET + "\n");
    try (ConfigurableApplicationContext application =
        start(
            "caldav.routes.enabled=true",
            "the.host=cal.example.org",
            "caldav.accounts.alice.location=caldav://${the.host}/",
            "caldav.accounts.alice.username=alice",
            "caldav.accounts.alice.password-file=" + file,
            "caldav.accounts.bob.location=caldav://{{the.host}}/",
            "caldav.accounts.bob.userName=bob",
            "caldav.accounts.bob.password=" + SECRET,
            "caldav.accounts.carol.location=caldav://cal.example.org/",
            "caldav.accounts.carol.colour=red")) {
      Accounts accounts = application.getBean(Accounts.class);
      Account alice = accounts.named("alice");
      assertThat(alice).hasToString("alice@cal.example.org/");
      assertThat(alice.options().password().reveal()).isEqualTo(SECRET);
      assertThat(accounts.named("bob")).hasToString("bob@cal.example.org/");
      assertThatThrownBy(() -> accounts.named("carol"))
          .hasMessage("account 'carol': option 'colour' is unknown");
      assertThatThrownBy(() -> accounts.named("dave")).hasMessageContaining("'dave' is unknown");

      try (ProducerTemplate template =
          application.getBean(CamelContext.class).createProducerTemplate()) {
        assertThat(
                application
                    .getBean(CamelContext.class)
                    .resolveLanguage("simple")
                    .createExpression("${bean:caldavAccounts?method=named('alice')}")
                    .evaluate(template.send("direct:caldav-oauth2", exchange -> {}), Account.class))
            .isSameAs(alice);
      }
      assertThat(routes(application))
          .contains("caldav-backup", "caldav-restore", "caldav-http", "caldav-export")
          .noneMatch(id -> id.contains("plakar"));
      assertThat(application.getBean(CaldavProperties.class) + " " + accounts)
          .doesNotContain(SECRET);
    }
  }

  @Test
  void some_files_bring_those_that_they_need() {
    try (ConfigurableApplicationContext application =
        start("caldav.routes.enabled=true", "caldav.routes.include=store, list")) {
      assertThat(routes(application))
          .contains("caldav-store", "caldav-list", "caldav-http")
          .doesNotContain("caldav-backup", "caldav-export");
    }
  }

  @Test
  void a_file_that_is_none_is_named() {
    assertThatThrownBy(
            () -> start("caldav.routes.enabled=true", "caldav.routes.include=backup,everything"))
        .hasStackTraceContaining("'caldav.routes.include' names 'everything'");
  }

  @Test
  void without_the_property_there_are_accounts_and_no_routes() throws Exception {
    try (ConfigurableApplicationContext application =
        start("caldav.accounts.alice.location=caldav://cal.example.org/")) {
      assertThat(routes(application)).isEmpty();
      assertThat(application.getBean(Accounts.class).named("alice"))
          .hasToString("cal.example.org/");
    }
  }
}
