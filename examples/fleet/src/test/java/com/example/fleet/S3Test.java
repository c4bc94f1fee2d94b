package com.example.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink is a store that speaks S3: the one at FLEET_S3, which tools/fleet.py starts. */
class S3Test {
  @TempDir Path folder;
  private TestFleet fleet;

  @BeforeEach
  void start() throws Exception {
    String store = System.getenv("FLEET_S3");
    assumeTrue(store != null, "no store: FLEET_S3 is not set");
    fleet =
        new TestFleet(
            folder,
            Map.of("fleet.sink", "s3", "fleet.s3.endpoint", store, "fleet.manifest.patience", "0s"),
            "sink");
  }

  @AfterEach
  void stop() {
    if (fleet != null) {
      fleet.close();
    }
  }

  @Test
  void anAccountIsKeptByObjectsAndManifests() throws Exception {
    Map<String, Object> headers = new HashMap<>();
    headers.put("account", "alice");
    headers.put("CamelCaldavCalendar", "work");
    headers.put("CamelCaldavPath", "work/ä b+c.ics");
    headers.put("key", "alice/work/ä b+c.ics");
    byte[] bytes = {1, 2, (byte) 200, 13, 10};
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    String manifest = "{\"format\":1,\"objects\":[{\"path\":\"work/ä b+c.ics\",\"sha256\":\"" + digest + "\"}]}";
    assertThat(fleet.send("manifests", manifest, headers).getException()).isNull();
    assertThat(fleet.only("dead").getMessage().getHeader("reason", String.class)).endsWith("is not in the sink");
    assertThat(fleet.send("objects", bytes, headers).getException()).isNull();
    assertThat(fleet.send("fleet-get", null, headers).getMessage().getBody(byte[].class)).isEqualTo(bytes);
    assertThat(fleet.send("manifests", manifest, headers).getException()).isNull();
    assertThat(fleet.mock("dead").getExchanges()).hasSize(1);
    Exchange texts = fleet.send("fleet-texts", null, Map.of("key", "alice/.manifests"));
    assertThat(texts.getException()).isNull();
    assertThat(texts.getMessage().getBody()).isEqualTo(List.of(manifest));
    assertThat(fleet.send("fleet-texts", null, Map.of("key", "bob/.manifests")).getMessage().getBody(List.class)).isEmpty();
    headers.put("CamelCaldavChange", "deleted");
    assertThat(fleet.send("objects", null, headers).getException()).isNull();
    assertThat(fleet.send("fleet-get", null, headers).getMessage().getBody()).isNull();
  }
}
