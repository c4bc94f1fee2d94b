package caldavbackup.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  @ParameterizedTest(name = "calendars={0} exclude_calendars={1} and {2} ({3}): {4}")
  @CsvSource({
    ",,work,,true",
    "work,,work,,true",
    "work,,Work,,false",
    "work,,works,,false",
    "work,,x,work,true",
    "work*,,workshop,,true",
    "*,,anything,,true",
    "w?rk,,w\uD83C\uDF89rk,,true",
    "w?rk,,wrk,,false",
    "'a, b',,b,,true",
    "'a b',,a b,,true",
    "' , ',,work,,true",
    ",work,work,,false",
    ",work,x,work,false",
    "*,w*,work,,false",
    "work,work,work,,false",
    "a.c,,abc,,false",
    "a.c,,a.c,,true",
    "(a)[b]\\E+$,,(a)[b]\\E+$,,true",
    "Büro,,Büro,,true",
    "*,,'two\nlines',,true",
    "'',,work,,true"
  })
  void a_calendar_is_wanted_by_its_segment_or_its_name(
      String wanted, String unwanted, String segment, String name, boolean wants) {
    assertThat(new Selection(wanted, unwanted).wants(segment, name)).isEqualTo(wants);
  }

  @Test
  void a_selection_without_globs_leaves_nothing_out() {
    assertThat(new Selection(null, null).isFilter()).isFalse();
    assertThat(new Selection(" , ", "").isFilter()).isFalse();
    assertThat(new Selection("a", null).isFilter()).isTrue();
    assertThat(new Selection(null, "a").isFilter()).isTrue();
  }
}
