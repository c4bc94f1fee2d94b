package caldavbackup.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnlyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "work/a.ics|/work/a.ics|1|true",
        "/work/a.ics|/work/a.ics|1|true",
        "./work/a.ics|/work/a.ics|1|true",
        "other, work/a.ics|/work/a.ics|1|true",
        "1|/work/a.ics|1|true",
        "a%2cb.ics|/a,b.ics|1|true",
        "a%2Cb.ics|/a%2Cb.ics|1|true",
        "work/a\u0308.ics|/work/\u00e4.ics|1|true",
        "a.ics|/work/a.ics|1|false",
        "work|/work/a.ics|1|false",
        "WORK/a.ics|/work/a.ics|1|false",
        "work/a.ics|/work/b.ics||false"
      })
  void a_path_or_a_uid_names_an_object(String words, String path, String uid, boolean isNamed)
      throws Exception {
    assertThat(Only.of(words).names(path, uid)).isEqualTo(isNamed);
  }

  @Test
  void words_that_name_nothing_are_known() throws Exception {
    Only only = Only.of("work/a.ics,b%2Cc,uid");
    assertThat(only.isFilter()).isTrue();
    assertThat(only.unknown(List.of("/work/a.ics", "b,c"))).containsExactly("uid");
    assertThat(Only.of(null).isFilter()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , "})
  void an_empty_list_is_no_list(String words) {
    assertThatThrownBy(() -> Only.of(words)).hasMessageContaining("option 'only' is empty");
  }
}
