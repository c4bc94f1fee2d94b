package caldavbackup.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncomingFileTest {
  private static final int CHUNK = 256 << 10;

  @TempDir Path folder;
  private Path temporary;
  private Path place;

  @BeforeEach
  void name() {
    temporary = folder.resolve("1.tmp");
    place = folder.resolve("a.ics");
  }

  @Test
  void bytes_and_streams_of_any_length_come_whole() throws Exception {
    for (int length : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK}) {
      byte[] content = "x".repeat(length).getBytes();
      for (Object body : new Object[] {content, new ByteArrayInputStream(content)}) {
        try (IncomingFile file = new IncomingFile(temporary)) {
          file.take(body);
          assertThat(file.moveTo(place, length)).isEqualTo(Proof.LENGTH);
          assertThat(file.bytes()).isEqualTo(length);
        }
        assertThat(place).hasBinaryContent(content);
        assertThat(temporary).doesNotExist();
      }
    }
  }

  @Test
  void a_stream_that_breaks_off_fails_whoever_gives_it_and_leaves_nothing() throws Exception {
    InputStream broken =
        new InputStream() {
          private int given;

          @Override
          public int read() throws IOException {
            if (given++ > CHUNK) {
              throw new IOException("broke off");
            }
            return 'x';
          }
        };
    IncomingFile file = new IncomingFile(temporary);
    try (file) {
      assertThatThrownBy(() -> file.take(broken)).hasMessage("broke off");
      assertThat(temporary).exists();
    }
    assertThat(temporary).doesNotExist();
    assertThat(place).doesNotExist();
  }

  @Test
  void what_cannot_be_written_is_told_when_the_file_is_to_be_in_its_place() throws Exception {
    Files.createSymbolicLink(temporary, Path.of("/dev/full"));
    Files.writeString(place, "of the run before");
    try (IncomingFile file = new IncomingFile(temporary)) {
      file.take("x".getBytes());
      assertThatThrownBy(() -> file.moveTo(place, 1)).hasMessage("No space left on device");
    }
    assertThat(place).hasContent("of the run before");
    assertThat(temporary).doesNotExist();
  }

  @Test
  void no_content_is_no_empty_file() throws Exception {
    try (IncomingFile file = new IncomingFile(temporary)) {
      assertThatThrownBy(() -> file.moveTo(place, 0)).hasMessage("no content received");
    }
    assertThat(place).doesNotExist();
  }
}
