package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A package as Plakar installs it: its start-up cache is compressed until the first start. */
class PackedCacheIT {
  @TempDir Path root;
  private Path cache;
  private Path packed;

  @BeforeEach
  void install() throws IOException {
    Path built = Path.of(PluginProcess.launcher()).getParent().getParent();
    assumeTrue(
        Files.exists(built.resolve("lib/caldav.aot.gz")), "left out: only a JDK 25 makes a cache");
    Files.createDirectory(root.resolve("bin"));
    Files.createDirectory(root.resolve("lib"));
    for (String file : List.of("bin/caldav", "lib/caldav.jar", "lib/caldav.aot.gz")) {
      Files.copy(built.resolve(file), root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createSymbolicLink(root.resolve("runtime"), built.resolve("runtime"));
    cache = root.resolve("lib/caldav.aot");
    packed = root.resolve("lib/caldav.aot.gz");
  }

  @Test
  void the_first_start_unpacks_it_and_the_second_uses_it_as_it_is() throws Exception {
    assertStarts("-XX:AOTMode=on"); // refuses to start without a cache that fits
    assertThat(libraries()).containsExactly("caldav.aot", "caldav.aot.gz", "caldav.jar");
    FileTime made = Files.getLastModifiedTime(cache);
    assertStarts("-XX:AOTMode=on");
    assertThat(Files.getLastModifiedTime(cache)).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "overwritten", "text"})
  void a_damaged_one_is_replaced_by_the_packed_one_without_a_word(String how) throws Exception {
    assertStarts("-XX:AOTMode=on");
    byte[] whole = Files.readAllBytes(cache);
    byte[] bytes = how.equals("cut") ? Arrays.copyOf(whole, whole.length / 2) : whole.clone();
    Arrays.fill(bytes, 0, 8, (byte) 'x');
    Files.write(cache, how.equals("text") ? "hello".getBytes() : bytes);
    assertStarts("");
    assertThat(Files.mismatch(cache, Files.write(root.resolve("whole"), whole))).isEqualTo(-1);
    assertThat(libraries()).containsExactly("caldav.aot", "caldav.aot.gz", "caldav.jar");
    assertStarts("-XX:AOTMode=on");
  }

  @Test
  void one_that_is_damaged_in_its_middle_does_not_crash_java() throws Exception {
    assertStarts("-XX:AOTMode=on");
    byte[] whole = Files.readAllBytes(cache);
    byte[] bytes = whole.clone();
    Arrays.fill(bytes, 1 << 20, bytes.length, (byte) 'x');
    Files.write(cache, bytes);
    assertStarts("-XX:AOTMode=on");
    assertThat(Files.mismatch(cache, Files.write(root.resolve("whole"), whole))).isEqualTo(-1);
    assertThat(libraries()).containsExactly("caldav.aot", "caldav.aot.gz", "caldav.jar");
  }

  @Test
  void one_that_cannot_be_replaced_is_one_line_on_stderr_and_none_on_stdout() throws Exception {
    Files.writeString(cache, "damaged");
    Files.writeString(packed, "damaged too");
    Process plugin = new ProcessBuilder(root.resolve("bin/caldav").toString(), "importer").start();
    plugin.getOutputStream().close();
    // what HTTP/2 begins with is all that may be there (RFC 9113, section 3.4)
    assertThat(new String(plugin.getInputStream().readAllBytes())).doesNotContain("cache");
    assertThat(new String(plugin.getErrorStream().readAllBytes()).lines())
        .singleElement()
        .asString()
        .startsWith("caldav: the start-up cache " + cache.toRealPath() + " cannot be used")
        .contains("caldav.aot.gz");
    plugin.waitFor();
  }

  @Test
  void a_packed_one_that_is_damaged_is_left_alone() throws Exception {
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));
    assertStarts("");
    assertThat(libraries()).containsExactly("caldav.aot.gz", "caldav.jar");
  }

  private void assertStarts(String javaOptions) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(root.resolve("bin/caldav").toString(), "--version")
            .redirectErrorStream(true);
    builder.environment().put("CALDAV_JAVA_OPTS", javaOptions);
    Process process = builder.start();
    assertThat(new String(process.getInputStream().readAllBytes())).matches("caldav [0-9.]+\n");
    assertThat(process.waitFor()).isZero();
  }

  private List<String> libraries() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("lib"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
