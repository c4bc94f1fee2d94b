package caldavbackup.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrenceWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=DAILY | daily",
        "freq=weekly;interval=2;byday=tu,th | every 2 weeks on Tuesday and Thursday",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=10;WKST=SU | weekly on Monday, Wednesday and Friday, 10 times",
        "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260630T215959Z | monthly on the second Tuesday, until 2026-06-30",
        "FREQ=MONTHLY;BYDAY=-1FR | monthly on the last Friday",
        "FREQ=MONTHLY;BYMONTHDAY=15,-1 | monthly on day 15 and the last day",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1 | monthly on the last Monday or Tuesday",
        "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU | yearly on the last Sunday in March and October",
        "FREQ=YEARLY;BYWEEKNO=20;COUNT=1 | yearly, BYWEEKNO=20, once",
        "FREQ=MINUTELY | every minute",
        "FREQ=HOURLY;INTERVAL=6 | every 6 hours",
        "FREQ=YEARLY;BYDAY=20MO | yearly on the 20th Monday",
        "FREQ=SOMETIMES | by the rule FREQ=SOMETIMES",
        "FREQ=DAILY;BYMONTH=13 | by the rule FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;UNTIL=soon | by the rule FREQ=DAILY;UNTIL=soon",
        "FREQ=WEEKLY;BYDAY=, | by the rule FREQ=WEEKLY;BYDAY=,",
        "garbage | by the rule garbage",
      })
  void a_rule_in_words(String rule, String words) {
    assertThat(RecurrenceWords.of(rule)).isEqualTo(words);
  }
}
