package caldavbackup.options;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged schemas and Init tell the same rules. */
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({"importer,false", "exporter,true"})
  void a_schema_names_the_options_that_its_connector_takes(String connector, boolean restore)
      throws Exception {
    JsonNode schema = JSON.readTree(Path.of("schema", connector + ".json").toFile());
    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("properties").properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Option.values())
                .filter(
                    option ->
                        option.use() == Option.Use.BOTH
                            || option.use() == (restore ? Option.Use.RESTORE : Option.Use.BACKUP))
                .map(Option::key)
                .collect(Collectors.toList()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "location=caldav://cal.example.org",
        "location=caldavs://cal.example.org:8443/dav/",
        "location=caldav+http://127.0.0.1:5232/",
        "location=caldav://https://cal.example.org/",
        "location=caldav://alice@cal.example.org/ password=x",
        "location=https://cal.example.org/",
        "",
        "location=",
        "location=ftp://cal.example.org/",
        "location=http://cal.example.org/",
        "location=caldav://",
        "location=caldav://h username=a password=b",
        "location=caldav://h username=a password=b password_command=c",
        "location=caldav://h password=b",
        "location=caldav://h username=a",
        "location=caldav://h username=a name=google client_id=b",
        "location=caldav://h username=a name=apple",
        "location=caldav://h username=a password=b name=apple",
        "location=caldav://h username=a password=b client_id=c",
        "location=caldav://h username=a password_file=/dev/null grant=device",
        "location=caldav://h token=a",
        "location=caldav://h token=",
        "location=caldav://h token=a token_command=b",
        "location=caldav://h token=a service_account=b",
        "location=caldav://h token_command=a refresh_token=b",
        "location=caldav://h client_id=a client_secret=b service_scope=c refresh_token=d"
            + " token_file=e",
        "location=caldav://h client_id=a token_url=https://id.example.org/token",
        "location=caldav://h client_id=a token_url=http://id.example.org/token",
        "location=caldav://h client_id=a token_url=http://127.0.0.1:8080/token",
        "location=caldav://h client_id=a token_url=http://localhost.example.org/token",
        "location=caldav://h client_id=a issuer=http://localhost",
        "location=caldav://h client_id=a authorize_url=ftp://x device_url=y",
        "location=caldav://h service_account=a subject=b",
        "location=caldav://h client_id=a grant=Device",
        "location=caldav://h client_id=a grant=password",
        "location=caldav://h listing=auto",
        "location=caldav://h listing=full",
        "location=caldav://h listing=Full",
        "location=caldav://h listing=never",
        "location=caldav://h io_timeout=30s",
        "location=caldav://h io_timeout=1h30m",
        "location=caldav://h io_timeout=30",
        "location=caldav://h io_timeout=soon",
        "location=caldav://h concurrency=1",
        "location=caldav://h concurrency=10",
        "location=caldav://h concurrency=11",
        "location=caldav://h concurrency=0",
        "location=caldav://h concurrency=-1",
        "location=caldav://h tls_no_verify=true",
        "location=caldav://h tls_no_verify=maybe",
        "location=caldav://h calendars=a*,b exclude_calendars=c",
        "location=caldav://h include=subscriptions,generated,delegated",
        "location=caldav://h include=generated",
        "location=caldav://h include=generated,,subscriptions",
        "location=caldav://h include=",
        "location=caldav://h include=everything",
        "location=caldav://h calendar=work",
        "location=caldav://h conflict=skip",
        "location=caldav://h conflict=copy",
        "location=caldav://h conflict=perhaps",
        "location=caldav://h dry_run=true",
        "location=caldav://h plan_json=plan.json",
        "location=caldav://h mirror=true mirror_limit=100",
        "location=caldav://h only=work/a.ics,x%2Cy",
        "location=caldav://h only=,",
        "location=caldav://h mirror=maybe",
        "location=caldav://h mirror_limit=101",
        "location=caldav://h mirror_limit=many",
        "location=caldav://h verify=etag",
        "location=caldav://h verify=Full",
        "location=caldav://h rate=5",
        "location=caldav://h rate=10001",
        "location=caldav://h notify=yes",
        "location=caldav://h scheduling=refuse",
        "location=caldav://h scheduling=strip",
        "location=caldav://h scheduling=none",
        "location=caldav://h since=2026-01-01",
        "location=caldav://h since=yesterday",
        "location=caldav://h since=2026-01-01 until=2026-12-31",
        "location=caldav://h components=VEVENT",
        "location=caldav://h components=vevent,VTODO",
        "location=caldav://h components=VALARM",
        "location=caldav://h username=a password_env=PATH",
        "location=caldav://h username=a password=b password_env=PATH",
        "location=caldav://h password_env=PATH",
        "location=caldav://h tls_key=k",
        "location=caldav://h tls_key_password=k",
        "location=caldav://h tls_cert=",
        "location=caldav://h proxy=http://proxy.example.org:3128",
        "location=caldav://h proxy=proxy:3128",
        "location=caldav://h proxy=socks5://127.0.0.1:1080",
        "location=caldav://h proxy=SOCKS5H://[::1]:1080",
        "location=caldav://h proxy=none",
        "location=caldav://h proxy=",
        "location=caldav://h proxy=ftp://h",
        "location=caldav://h proxy=http://a:b@h:1",
        "location=caldav://h proxy=http://h:1 proxy_username=a proxy_password=b",
        "location=caldav://h proxy=http://h:1 proxy_username=a",
        "location=caldav://h proxy=http://h:1 proxy_password=a",
        "location=caldav://h proxy_username=a proxy_password=b",
        "location=caldav://h colour=green"
      })
  void what_a_schema_takes_init_takes_and_nothing_else(String words) throws Exception {
    Map<String, String> config = new TreeMap<>();
    for (String word : words.isEmpty() ? new String[0] : words.split(" ")) {
      config.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    assertThat(valid("importer", config))
        .as("importer " + words)
        .isEqualTo(accepts(() -> Options.forBackup(config)));
    assertThat(valid("exporter", config))
        .as("exporter " + words)
        .isEqualTo(accepts(() -> Options.forRestore(config)));
  }

  private interface Init {
    Options read() throws Failure;
  }

  private static boolean accepts(Init init) {
    try {
      return init.read() != null;
    } catch (Failure e) {
      assertThat(e.kind()).isEqualTo(Failure.Kind.OPTION);
      return false;
    }
  }

  private static boolean valid(String connector, Map<String, String> config) throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("schema", connector + ".json")));
    return schema.validate(JSON.valueToTree(config)).isEmpty();
  }
}
