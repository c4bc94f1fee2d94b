package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.restore.plan.RestoreFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A restore and a backup on a real server that is asked one thing at a time. */
@Tag("radicale")
class HostLimitIT {
  private static final int OBJECTS = 60;

  @Test
  void a_whole_restore_and_a_whole_backup_with_one_request_at_a_time() throws Exception {
    try (RadicaleServer radicale = RadicaleServer.start();
        Relay relay = Relay.ofRequests(radicale.port);
        SharingHost host = new SharingHost(Map.of("caldav.per-host", "1"))) {
      List<RestoreFile> files = new ArrayList<>();
      for (int i = 0; i < OBJECTS; i++) {
        byte[] bytes = Ics.event("e" + i, "No. " + i).getBytes(StandardCharsets.UTF_8);
        files.add(new RestoreFile("/work/e" + i + ".ics", false, bytes, null, null));
      }
      Map<String, String> options =
          Map.of("location", relay.location(), "username", "alice", "password", "alice-pw");
      Exchange restored = host.send("export", options, files.iterator(), Map.of());
      assertThat(restored.getException()).isNull();
      assertThat(radicale.requests("PUT")).isEqualTo(OBJECTS);

      Exchange backedUp = host.send("backup", options, null, Map.of());
      assertThat(backedUp.getException()).isNull();
      assertThat(host.objects).hasSize(OBJECTS);
      assertThat(relay.most()).isEqualTo(1);
    }
  }
}
