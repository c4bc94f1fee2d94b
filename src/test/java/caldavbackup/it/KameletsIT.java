package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.FilesInJar;
import caldavbackup.camel.RouteFiles;
import caldavbackup.docs.Pages;
import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kamelets of the jar in an application that loads no routes of ours. */
@Tag("radicale")
class KameletsIT {
  private static final int SECONDS = 60;
  private static RadicaleServer radicale;

  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private DefaultCamelContext host;
  private DavClient alice;

  @BeforeAll
  static void serve() throws Exception {
    radicale = RadicaleServer.start();
  }

  @AfterAll
  static void end() {
    radicale.close();
  }

  @BeforeEach
  void start() throws Exception {
    for (String user : List.of("alice", "bob")) {
      DavClient client = radicale.client(user);
      client.calendars(radicale.home(user)).forEach(client::delete);
    }
    alice = radicale.client("alice");
    alice.put("/alice/", "work", "first.ics", Ics.event("first", "Erstes"));
    Properties properties = new Properties();
    for (String user : List.of("alice", "bob")) {
      radicale
          .options(user)
          .forEach((key, value) -> properties.put("caldav.accounts." + user + "." + key, value));
    }
    host = new DefaultCamelContext();
    host.getPropertiesComponent().setInitialProperties(properties);
    host.getRegistry().bind("states", new MemoryStateRepository());
  }

  @AfterEach
  void stop() {
    host.stop();
  }

  /** What comes from an endpoint, until the host stops. */
  private void receive(String from) throws Exception {
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(from).process(exchange -> received.add(exchange.copy().getMessage()));
          }
        });
    host.start();
  }

  private Message next() throws InterruptedException {
    Message message = received.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return message;
  }

  /** The next one that has a header of this value. */
  private Message next(String header, String value) throws InterruptedException {
    Message message = next();
    while (!value.equals(text(message, header))) {
      message = next();
    }
    return message;
  }

  private static String text(Message message, String header) {
    return message.getHeader(header, String.class);
  }

  private static String signIn(String user) {
    return "server=%s&username=%s&password=RAW(%s-pw)".formatted(radicale.location(), user, user);
  }

  private Exchange send(String kamelet, Object body, String calendar, String name) {
    host.start();
    return host.createProducerTemplate()
        .send(
            kamelet,
            exchange -> {
              exchange.getMessage().setBody(body);
              exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
              exchange.getMessage().setHeader(CaldavConstants.NAME, name);
            });
  }

  private String sentence(String kamelet, Object body) {
    Exception failure = send(kamelet, body, null, null).getException();
    assertThat(failure).isInstanceOf(Failure.class);
    return failure.getMessage();
  }

  @Test
  void a_source_gives_each_change_once_with_its_proof(@TempDir Path folder) throws Exception {
    Path states = folder.resolve("states/alice");
    receive("kamelet:caldav-source?account=alice&period=50&proof=true&stateFile=" + states);

    Message created = next();
    assertThat(text(created, CaldavConstants.CHANGE)).isEqualTo("created");
    assertThat(text(created, CaldavConstants.PATH)).isEqualTo("work/first.ics");
    assertThat(created.getBody(byte[].class)).isEqualTo(alice.get("/alice/work/first.ics"));
    assertThat(text(next(), CaldavConstants.KIND)).isEqualTo("manifest");
    assertThat(text(next(), CaldavConstants.KIND)).isEqualTo("status");

    alice.delete("/alice/work/first.ics");
    Message deleted = next(CaldavConstants.KIND, "object");
    assertThat(text(deleted, CaldavConstants.CHANGE)).isEqualTo("deleted");
    assertThat(deleted.getBody()).isNull();
    assertThat(states).isNotEmptyFile();
  }

  /** The route of the README, with folders of the test. */
  @Test
  void the_route_of_the_readme_writes_each_object_to_a_file(@TempDir Path folder) throws Exception {
    List<Pages.Block> blocks =
        Pages.blocks(Path.of("README.md")).stream()
            .filter(block -> block.language().equals("yaml"))
            .toList();
    assertThat(blocks).hasSize(1);
    String yaml =
        blocks
            .get(0)
            .text()
            .replace("/var/lib/calendars/", folder + "/")
            .replace("file:calendars", "file:" + folder.resolve("calendars"));
    NotifyBuilder written = new NotifyBuilder(host).wereSentTo("file:.*").whenCompleted(1).create();
    PluginHelper.getRoutesLoader(host).loadRoutes(ResourceHelper.fromString("readme.yaml", yaml));
    host.start();

    assertThat(written.matches(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("calendars/work/first.ics"))
        .hasBinaryContent(alice.get("/alice/work/first.ics"));
    assertThat(folder.resolve("alice")).isNotEmptyFile();
  }

  @Test
  void a_source_without_state_gives_what_changes_while_it_runs() throws Exception {
    receive("kamelet:caldav-source?period=50&" + signIn("alice"));
    assertThat(text(next(), CaldavConstants.NAME)).isEqualTo("first.ics");
    alice.put("/alice/", "work", "second.ics", Ics.event("second", "Zweites"));
    assertThat(text(next(), CaldavConstants.NAME)).isEqualTo("second.ics");
  }

  @Test
  void a_source_polls_at_the_times_of_a_cron_expression() throws Exception {
    receive("kamelet:caldav-source?account=alice&state=states&cron=RAW(0/1 * * * * ?)");
    assertThat(text(next(), CaldavConstants.NAME)).isEqualTo("first.ics");
    alice.put("/alice/", "work", "second.ics", Ics.event("second", "Zweites"));
    assertThat(text(next(), CaldavConstants.NAME)).isEqualTo("second.ics");
  }

  @Test
  void two_sources_in_one_application_give_each_its_own() throws Exception {
    radicale.client("bob").put("/bob/", "home", "bobs.ics", Ics.event("bobs", "Bobs"));
    receive("kamelet:caldav-source?account=alice&period=50");
    assertThat(text(next(), CaldavConstants.NAME)).isEqualTo("first.ics");
    receive("kamelet:caldav-source?account=bob&period=50");
    assertThat(text(next(), CaldavConstants.NAME)).isEqualTo("bobs.ics");
    assertThat(received).isEmpty();
  }

  @Test
  void a_source_and_a_sink_copy_an_account_byte_for_byte() throws Exception {
    alice.put("/alice/", "zu Hause", "ünd.ics", Ics.event("second", "Zweites"));
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("kamelet:caldav-source?account=alice&period=50")
                .to("kamelet:caldav-sink?" + signIn("bob"))
                .process(exchange -> received.add(exchange.copy().getMessage()));
          }
        });
    host.start();
    next();
    next();
    DavClient bob = radicale.client("bob");
    for (String calendar : List.of("work/", "zu%20Hause/")) {
      assertThat(bob.objects("/bob/" + calendar))
          .isNotEmpty()
          .isEqualTo(alice.objects("/alice/" + calendar));
    }
  }

  @Test
  void a_sink_heeds_its_properties_and_its_policy() {
    String other = Ics.event("first", "Anderes");
    byte[] before = alice.get("/alice/work/first.ics");
    String sink = "kamelet:caldav-sink?account=alice&calendar=work&name=first.ics";
    assertThat(send(sink + "&conflict=skip", other, "elsewhere", "x").getException()).isNull();
    assertThat(alice.get("/alice/work/first.ics")).isEqualTo(before);
    assertThat(sentence(sink + "&conflict=fail", other)).contains("412");
    assertThat(alice.get("/alice/work/first.ics")).isEqualTo(before);
    assertThat(send(sink, other, null, null).getException()).isNull();
    assertThat(new String(alice.get("/alice/work/first.ics"), StandardCharsets.UTF_8))
        .contains("Anderes");
    assertThat(alice.calendars("/alice/")).hasSize(1);
  }

  @Test
  void an_action_backs_up_the_account_of_its_properties_or_of_the_message() throws Exception {
    receive("direct:objects");
    String action = "kamelet:caldav-backup-action?to=direct:objects";
    String json =
        "{\"location\": \"%s\", \"username\": \"alice\", \"password\": \"alice-pw\"}"
            .formatted(radicale.location());
    List<Exchange> runs =
        List.of(
            send(action + "&account=alice", "what a message says", null, null),
            send(action + "&" + signIn("alice"), null, null, null),
            send(action, "alice", null, null),
            send(action, "{\"account\": \"alice\", \"calendars\": \"work\"}", null, null),
            send(action, json.getBytes(StandardCharsets.UTF_8), null, null),
            send(action, new HashMap<>(radicale.options("alice")), null, null));
    for (Exchange run : runs) {
      assertThat(run.getException()).isNull();
      assertThat(run.getMessage().getBody(String.class)).contains("\"complete\":true");
      Message object = next();
      assertThat(text(object, CaldavConstants.CHANGE)).isNull();
      assertThat(object.getBody(byte[].class)).isEqualTo(alice.get("/alice/work/first.ics"));
    }
    send(action + "&account=alice&state=states", null, null, null);
    assertThat(text(next(), CaldavConstants.CHANGE)).isEqualTo("created");
    send(action + "&account=alice&state=states", null, null, null);
    assertThat(received).isEmpty();
  }

  @Test
  void an_action_restores_what_a_manifest_describes() throws Exception {
    receive("direct:messages");
    send(
        "kamelet:caldav-backup-action?account=alice&to=direct:messages&manifestTo=direct:messages",
        null,
        null,
        null);
    byte[] bytes = next().getBody(byte[].class);
    String manifest = next().getBody(String.class);
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:bytes").setBody(constant(bytes));
          }
        });
    String action = "kamelet:caldav-restore-action?account=bob&from=direct:bytes";
    Exchange dry = send(action + "&dryRun=true", manifest, null, null);
    assertThat(dry.getException()).isNull();
    DavClient bob = radicale.client("bob");
    assertThat(bob.calendars("/bob/")).isEmpty();
    Exchange done = send(action, manifest, null, null);
    assertThat(done.getException()).isNull();
    assertThat(text(done.getMessage(), CaldavConstants.COMPLETE)).isEqualTo("true");
    assertThat(bob.objects("/bob/work/")).isEqualTo(alice.objects("/alice/work/"));
  }

  @Test
  void an_action_restores_an_object() {
    String action = "kamelet:caldav-restore-action?account=bob";
    assertThat(send(action, Ics.event("one", "Eins"), "work", "one.ics").getException()).isNull();
    assertThat(radicale.client("bob").names("/bob/work/")).containsExactly("one.ics");
  }

  @Test
  void an_action_tells_the_calendars_as_json() throws Exception {
    alice.makeCalendar(
        "/alice/home/",
        "<d:displayname>Zu Hause</d:displayname><a:calendar-color>#ff0000</a:calendar-color>");
    String action = "kamelet:caldav-discover-action?account=alice";
    Exchange found = send(action + "&calendars=home", null, null, null);
    assertThat(found.getException()).isNull();
    JsonNode json = new ObjectMapper().readTree(found.getMessage().getBody(String.class));
    assertThat(json).hasSize(1);
    assertThat(json.get(0).path("href").asText()).isEqualTo("/alice/home/");
    assertThat(json.get(0).path("name").asText()).isEqualTo("home");
    assertThat(json.get(0).path("displayname").asText()).isEqualTo("Zu Hause");
    assertThat(json.get(0).path("color").asText()).isEqualTo("#ff0000");
    assertThat(json.get(0).path("role").asText()).isEqualTo("own");
    assertThat(json.get(0).path("components")).extracting(JsonNode::asText).contains("VEVENT");
  }

  @Test
  void an_application_may_have_the_routes_or_some_of_them() throws Exception {
    FilesInJar.load(host, List.of("errors", "http", "discover"));
    host.addRoutes(new RouteFiles(List.of("restore")));
    String discover = "kamelet:caldav-discover-action?account=alice";
    assertThat(send(discover, null, null, null).getException()).isNull();
    assertThat(sentence("kamelet:caldav-backup-action?account=alice&to=no:such", null))
        .contains("no");
    host.addRoutes(new RouteFiles());
    assertThat(send(discover, null, null, null).getException()).isNull();
  }

  @Test
  void what_is_wrong_with_an_account_is_one_sentence() {
    String sink = "kamelet:caldav-sink?calendar=work&name=x.ics";
    assertThat(sentence(sink, "x"))
        .isEqualTo("property 'account' or 'server' is missing: it names the account");
    assertThat(sentence(sink + "&account=alice&username=bob&" + signIn("bob"), "x"))
        .isEqualTo(
            "property 'account' names an account: leave out 'server', 'password', 'username'");
    assertThat(sentence(sink + "&account=carol", "x")).contains("account 'carol' is unknown");
    String action = "kamelet:caldav-backup-action";
    assertThat(sentence(action, null))
        .contains("neither the message nor a property names an account");
    assertThat(sentence(action, "{\"password\": \"s3cret"))
        .isEqualTo("the message is not a JSON object with the options of an account");
    assertThat(sentence(action, "{\"location\": \"caldav://x\", \"password_command\": \"id\"}"))
        .isEqualTo(
            "option 'password_command' cannot be set by a message: set it in a named account");
    assertThat(sentence(action, "{\"account\": \"alice\", \"location\": \"caldav://x\"}"))
        .isEqualTo("option 'location' cannot be set by a message that names an account");
    assertThat(sentence(action + "?account=alice&state=states&stateFile=x", null))
        .contains("use only one of");
  }
}
