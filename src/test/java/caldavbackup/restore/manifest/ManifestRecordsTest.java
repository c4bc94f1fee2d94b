package caldavbackup.restore.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.restore.plan.RestoreFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** How much of a large manifest is in memory at one time. */
class ManifestRecordsTest {
  private static final int OBJECTS = 50_000;
  private static final int AT_A_TIME = 4;
  private static final byte[] BYTES = "BEGIN:VCALENDAR".getBytes(StandardCharsets.UTF_8);

  @Test
  void no_more_bytes_are_asked_for_than_the_account_has_connections() throws Exception {
    SampleManifest sample = new SampleManifest("work");
    for (int i = 0; i < OBJECTS; i++) {
      sample.with("e" + i + ".ics", BYTES);
    }
    Manifest manifest =
        ManifestReader.read(sample.text().getBytes(StandardCharsets.UTF_8), "the manifest");
    AtomicInteger asked = new AtomicInteger();
    DefaultCamelContext context = new DefaultCamelContext();
    ManifestRecords records =
        new ManifestRecords(
            List.of(manifest),
            (of, object) -> {
              asked.incrementAndGet();
              Exchange answer = new DefaultExchange(context);
              answer.getMessage().setBody(BYTES);
              return CompletableFuture.completedFuture(answer);
            },
            AT_A_TIME);
    int taken = 0;
    int most = 0;
    while (records.hasNext()) {
      most = Math.max(most, asked.get() - taken);
      RestoreFile record = records.next();
      assertThat(record.error()).isNull();
      taken += record.path().endsWith(".ics") ? 1 : 0;
    }
    assertThat(taken).isEqualTo(OBJECTS);
    assertThat(most).isEqualTo(AT_A_TIME);
  }
}
