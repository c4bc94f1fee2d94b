package caldavbackup.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.options.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NO_PATIENCE = Duration.ofMillis(1);
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path folder;
  private Path file;
  private TokenFile store;

  @BeforeEach
  void makeStore() {
    file = folder.resolve("deep/tokens.json");
    store = TokenFile.at(file);
  }

  @Test
  void what_was_never_written_is_nothing() throws Exception {
    assertThat(store.read()).isEqualTo(Tokens.NONE);
  }

  @Test
  void what_is_written_is_read_again_by_its_user_alone() throws Exception {
    write(tokens("a1", "r1", "r0", NOON));
    Tokens read = store.read();
    assertThat(read.access().reveal()).isEqualTo("a1");
    assertThat(read.refresh().reveal()).isEqualTo("r1");
    assertThat(read.before().reveal()).isEqualTo("r0");
    assertThat(read.obtained()).isEqualTo(NOON);
    assertThat(read.life()).isEqualTo(Duration.ofHours(1));
    assertThat(read.clientSecret().reveal()).isEqualTo("s");
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(file.getParent())).isEqualTo("rwx------");
  }

  @Test
  void a_file_that_others_could_read_is_replaced_by_one_that_they_cannot() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    write(tokens("a1", "r1", null, NOON));
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  void a_kill_before_the_new_tokens_are_in_their_place_loses_none() throws Exception {
    write(tokens("a1", "r1", null, NOON));
    Path next = Path.of(file + ".new");
    Files.write(next, tokens("a2", "r2", "r1", NOON.plusSeconds(3600)).toJson());
    assertThat(store.read().refresh().reveal()).isEqualTo("r2");
    assertThat(store.read().before().reveal()).isEqualTo("r1");
    write(tokens("a3", "r3", "r2", NOON.plusSeconds(7200)));
    assertThat(next).doesNotExist();
    assertThat(store.read().refresh().reveal()).isEqualTo("r3");
  }

  @Test
  void a_kill_in_the_midst_of_writing_leaves_the_old_tokens_wherever_it_strikes() throws Exception {
    write(tokens("a1", "r1", null, NOON));
    byte[] whole = tokens("a2", "r2", "r1", NOON.plusSeconds(3600)).toJson();
    for (int cut = 0; cut < whole.length; cut++) {
      Files.write(Path.of(file + ".new"), java.util.Arrays.copyOf(whole, cut));
      assertThat(store.read().refresh().reveal()).as("cut at %s", cut).isEqualTo("r1");
    }
  }

  @Test
  void one_thread_at_a_time_has_the_lock() throws Exception {
    try (TokenStore.Lock held = store.lock(PATIENCE)) {
      assertThat(held).isNotNull();
      CompletableFuture<Throwable> other =
          CompletableFuture.supplyAsync(() -> failure(() -> store.lock(NO_PATIENCE).close()));
      assertThat(other.get()).hasMessageContaining("process that uses " + file);
    }
    store.lock(PATIENCE).close();
  }

  @Test
  void one_process_at_a_time_has_the_lock() throws Exception {
    store.lock(PATIENCE).close();
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file + ".lock")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('!');
      assertThatThrownBy(() -> store.lock(NO_PATIENCE))
          .hasMessageContaining("process that uses " + file);
    } finally {
      holder.destroyForcibly().waitFor();
    }
    store.lock(PATIENCE).close(); // a process that was killed holds nothing
  }

  @Test
  void what_is_not_ours_is_an_error_that_quotes_nothing() throws Exception {
    Files.createDirectories(file.getParent());
    for (String text : new String[] {"geheim", "{\"access_token\":\"geheim\"", "[\"geheim\"]"}) {
      Files.writeString(file, text);
      assertThatThrownBy(store::read)
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("geheim");
    }
  }

  @Test
  void the_name_of_a_file_tells_nothing_of_the_account() throws Exception {
    assertThat(TokenFile.ofUser("alice@cal.example.org/\nclient").file().getFileName().toString())
        .matches("[0-9a-f]{32}\\.json");
  }

  /** Another process: takes the lock, says so, and keeps it until it is killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      try (FileChannel channel =
          FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
        channel.lock();
        new java.io.FileOutputStream(java.io.FileDescriptor.out).write('!');
        System.in.read();
      }
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static Throwable failure(Work work) {
    try {
      work.run();
      return null;
    } catch (Exception e) {
      return e;
    }
  }

  private void write(Tokens tokens) throws IOException {
    try (TokenStore.Lock lock = store.lock(PATIENCE)) {
      lock.write(tokens);
    }
  }

  private static Tokens tokens(String access, String refresh, String before, Instant obtained) {
    return new Tokens(
        new Secret(access),
        obtained,
        Duration.ofHours(1),
        new Secret(refresh),
        before == null ? null : new Secret(before),
        null,
        new Secret("s"));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
