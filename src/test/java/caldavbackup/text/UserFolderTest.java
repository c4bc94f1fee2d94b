package caldavbackup.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFolderTest {
  @Test
  void the_variable_says_where_and_the_home_otherwise() {
    assertThat(UserFolder.CACHE.place(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
        .isEqualTo(Path.of("/c/caldav-backup"));
    assertThat(UserFolder.STATE.place(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
        .isEqualTo(Path.of("/h/.local/state/caldav-backup"));
  }

  @Test
  void what_is_empty_or_relative_says_nothing() {
    for (String said : new String[] {"", "c", "./c"}) {
      assertThat(UserFolder.CACHE.place(Map.of("XDG_CACHE_HOME", said, "HOME", "/h")))
          .isEqualTo(Path.of("/h/.cache/caldav-backup"));
      assertThat(UserFolder.CACHE.place(Map.of("HOME", said))).isNull();
    }
  }

  @Test
  void without_either_the_home_is_the_one_that_java_knows() {
    assertThat(UserFolder.STATE.place(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home")).resolve(".local/state/caldav-backup"));
  }
}
