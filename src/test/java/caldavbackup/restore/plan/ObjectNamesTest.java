package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectNamesTest {
  private static final String HASH = "-[0-9a-f]{16}\\.ics";

  @ParameterizedTest
  @CsvSource({
    "20260101-abc,20260101-abc.ics",
    "5a1f3d3e-0c53-4c39-9a57-1f5d0a5a0c01,5a1f3d3e-0c53-4c39-9a57-1f5d0a5a0c01.ics",
    "a.b_c,a.b_c.ics",
    "a.ics,a.ics.ics",
    "_,_.ics"
  })
  void a_safe_uid_is_the_name(String uid, String name) {
    assertThat(ObjectNames.of(uid)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "a@b.example,a_b.example",
    "ABC,ABC",
    "../../etc/passwd,_.._etc_passwd",
    ".hidden,hidden",
    "-rf,rf",
    "'',_",
    "' ',_",
    "日本,_",
    "a/b%2Fc d,a_b_2Fc_d",
    "abc-0123456789abcdef,abc-0123456789abcdef"
  })
  void any_other_is_changed_and_marked(String uid, String beginning) {
    assertThat(ObjectNames.of(uid)).matches(beginning.replace(".", "\\.") + HASH);
  }

  @Test
  void a_long_one_is_cut() {
    assertThat(ObjectNames.of("u".repeat(196))).isEqualTo("u".repeat(196) + ".ics");
    assertThat(ObjectNames.of("u".repeat(197))).matches("u{179}" + HASH).hasSize(200);
    assertThat(ObjectNames.of("u".repeat(197))).isNotEqualTo(ObjectNames.of("u".repeat(198)));
  }

  @Test
  void a_uid_that_is_anothers_name_does_not_take_it() {
    String name = ObjectNames.of("A");
    assertThat(ObjectNames.of(name.substring(0, name.length() - 4).toLowerCase(Locale.ROOT)))
        .isNotEqualToIgnoringCase(name);
  }

  @Test
  void names_are_safe_and_as_different_as_the_uids_even_where_capitals_do_not_count() {
    Map<String, String> uids = new HashMap<>();
    Seeded.times(
        20_000,
        random -> {
          String uid = Seeded.text(random, random.nextInt(50) == 0 ? 400 : 4, "aAbB@/.-_é ");
          String name = ObjectNames.of(uid);
          assertThat(name)
              .matches("[A-Za-z0-9_][A-Za-z0-9._-]*\\.ics")
              .hasSizeLessThanOrEqualTo(200);
          assertThat(uids.merge(name.toLowerCase(Locale.ROOT), uid, (first, second) -> first))
              .isEqualTo(uid);
        });
  }
}
