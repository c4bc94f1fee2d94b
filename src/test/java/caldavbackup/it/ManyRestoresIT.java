package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import caldavbackup.restore.manifest.SampleManifest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many objects of one account at once, one by one and by a manifest, on real servers. */
@Tag("radicale")
@Tag("xandikos")
class ManyRestoresIT extends ForeignHost {
  private static final int OBJECTS = 200;
  private static final int THREADS = 16;

  @ParameterizedTest
  @ValueSource(strings = {"radicale", "xandikos"})
  void two_hundred_objects_at_once_make_their_calendar_once_and_come_back_byte_for_byte(String name)
      throws Exception {
    boolean isRadicale = name.equals("radicale");
    DavClient client = isRadicale ? radicale.client("bob") : xandikos.client();
    String home = isRadicale ? "/bob/" : "/alice/calendars/";
    Account account =
        new Accounts()
            .of(isRadicale ? options("bob") : Map.of("location", (Object) xandikos.location()));
    accounts.add(account);
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:many")
                .split(body())
                .parallelProcessing()
                .executorService(
                    host.getExecutorServiceManager().newFixedThreadPool(this, "many", THREADS))
                .stopOnException()
                .setHeader(CaldavConstants.NAME, simple("e${body}.ics"))
                .setHeader( // as Kafka gives it
                    CaldavConstants.CALENDAR, constant("at once".getBytes(StandardCharsets.UTF_8)))
                .process(
                    e -> e.getMessage().setBody(event(name, e.getMessage().getBody(Integer.class))))
                .to("direct:caldav-restore");
          }
        });
    long made = radicale.requests("MKCALENDAR") + radicale.requests("MKCOL");
    Exchange done =
        host.createProducerTemplate()
            .send(
                "direct:many",
                e -> {
                  e.setProperty(CaldavConstants.ACCOUNT, account);
                  e.getMessage().setBody(IntStream.range(0, OBJECTS).boxed().toList());
                });
    assertThat(done.getException()).isNull();
    assertThat(dead).isEmpty();
    String calendar = home + "at%20once/";
    assertThat(client.hrefs(calendar)).hasSize(OBJECTS);
    for (int i = 0; i < OBJECTS; i++) {
      assertThat(client.get(calendar + "e" + i + ".ics")).isEqualTo(event(name, i));
    }
    assertThat(client.calendars(home)).filteredOn(path -> path.contains("once")).hasSize(1);
    if (isRadicale) {
      assertThat(radicale.requests("MKCALENDAR") + radicale.requests("MKCOL")).isEqualTo(made + 1);
    }
  }

  /** In the order of lines that the server keeps as it is. */
  private static byte[] event(String server, int i) {
    String uid = "UID:many-" + i + "\r\n";
    String summary = "SUMMARY:No. " + i + "\r\n";
    boolean isRadicale = server.equals("radicale");
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//caldav-backup//tests//EN\r\nBEGIN:VEVENT\r\n"
            + (isRadicale ? uid : summary)
            + "DTSTART:20260102T100000Z\r\nDURATION:PT1H\r\nDTSTAMP:20260101T000000Z\r\n"
            + (isRadicale ? summary : uid)
            + "END:VEVENT\r\nEND:VCALENDAR\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void the_lines_of_the_documentation_restore_a_manifest_from_a_folder(@TempDir Path folder)
      throws Exception {
    List<String> yaml =
        documentedYaml().stream().filter(block -> block.contains("calendar-bytes")).toList();
    assertThat(yaml).hasSize(2);
    load(
        route("docs-manifest", yaml.get(0)),
        yaml.get(1).replace("file:calendars", "file:" + folder));
    SampleManifest manifest = new SampleManifest("described");
    Map<String, byte[]> objects = new TreeMap<>();
    Files.createDirectories(folder.resolve("described"));
    for (int i = 0; i < 20; i++) {
      byte[] ics = event("radicale", i);
      String file = i == 0 ? "a b+c%25&d;{e}.ics" : "d" + i + ".ics";
      objects.put(file.replace("%25", "%"), ics);
      Files.write(folder.resolve("described").resolve(file), ics);
      manifest.with(file, ics);
    }
    Map<String, Object> options = new TreeMap<>(options("bob"));
    Exchange done =
        host.createProducerTemplate()
            .send(
                "direct:docs-manifest",
                e -> {
                  e.setProperty("options", options);
                  e.getMessage().setBody(manifest.text());
                });
    accounts.add(done.getProperty(CaldavConstants.ACCOUNT, Account.class));
    assertThat(done.getException()).isNull();
    assertThat(dead).isEmpty();
    JsonNode result = new ObjectMapper().readTree(done.getMessage().getBody(String.class));
    assertThat(result.path("complete").asBoolean()).isTrue();
    DavClient bob = radicale.client("bob");
    assertThat(bob.hrefs("/bob/described/")).hasSize(20);
    for (String href : bob.hrefs("/bob/described/")) {
      String name =
          java.net.URLDecoder.decode(
              href.substring(href.lastIndexOf('/') + 1).replace("+", "%2B"),
              StandardCharsets.UTF_8);
      assertThat(bob.get(href)).isEqualTo(objects.get(name));
    }
  }

  @Test
  void a_failure_of_a_manifest_reaches_the_hosts_error_handling_with_the_result() throws Exception {
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(deadLetterChannel("direct:dead"));
            from("direct:store-of-nothing").setBody(constant((Object) null));
            from("direct:restore-all").to("direct:caldav-restore");
          }
        });
    byte[] ics = event("radicale", 1);
    Account bob = new Accounts().of(options("bob"));
    accounts.add(bob);
    Exchange done =
        host.createProducerTemplate()
            .send(
                "direct:restore-all",
                e -> {
                  e.setProperty(CaldavConstants.ACCOUNT, bob);
                  e.setProperty(CaldavConstants.RESTORE_FROM, "direct:store-of-nothing");
                  e.getMessage().setBody(new SampleManifest("empty").with("x.ics", ics).text());
                });
    assertThat(dead)
        .singleElement()
        .asString()
        .contains("1 of 2 files and folders failed: empty/x.ics");
    assertThat(done.getMessage().getBody(String.class)).contains("\"path\":\"empty/x.ics\"");
  }
}
