package caldavbackup.plakar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldOptionsTest {
  @Test
  void what_is_held_is_taken_out_of_the_options_of_the_account() {
    Map<String, String> options =
        new HashMap<>(Map.of("location", "caldav://h/", ".held/work", "/u/work/"));
    assertThat(HeldOptions.take(options)).containsExactly(Map.entry("/u/work/", "work"));
    assertThat(options).containsExactly(Map.entry("location", "caldav://h/"));
  }
}
