package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server that signs users in by Digest alone. */
@Tag("sabre")
class DigestIT {
  private static final int OBJECTS = 30;

  @TempDir Path temp;

  @Test
  void what_goes_in_by_digest_comes_out_by_digest() throws Exception {
    Path before = Files.createDirectories(temp.resolve("before").resolve("work"));
    for (int i = 0; i < OBJECTS; i++) {
      Files.writeString(before.resolve(i + ".ics"), Ics.event("d" + i, "Termin " + i));
    }
    try (SabreServer server = SabreServer.startWithDigest()) {
      assertDone(run(server, "restore", before.getParent().toString(), server.location()));
      Path after = temp.resolve("after");
      assertDone(run(server, "backup", server.location(), after.toString()));
      assertThat(Vdir.objects(after.resolve("work"))).isEqualTo(Vdir.objects(before));
    }
  }

  @Test
  void a_wrong_password_is_said() throws Exception {
    try (SabreServer server = SabreServer.startWithDigest()) {
      PluginProcess.Run run =
          PluginProcess.run("check", server.location(), "username=alice", "password=wrong");
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err())
          .hasLineCount(1)
          .contains("does not accept user alice with this password (401");
    }
  }

  private static PluginProcess.Run run(SabreServer server, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(server.signIn("alice"));
    return PluginProcess.run(all.toArray(String[]::new));
  }

  private static void assertDone(PluginProcess.Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }
}
