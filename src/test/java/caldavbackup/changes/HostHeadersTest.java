package caldavbackup.changes;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.camel.CaldavConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers leave the process, and come into it. */
class HostHeadersTest {
  private final HostHeaders headers = new HostHeaders();

  private boolean passes(String name, Object value) {
    boolean isOut = !headers.applyFilterToCamelHeaders(name, value, null);
    assertThat(!headers.applyFilterToExternalHeaders(name, value, null)).isEqualTo(isOut);
    return isOut;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {CaldavConstants.PATH, "camelcaldavPath", "X-Tenant", "traceparent", "JMSXGroupID"})
  void ours_and_the_hosts_pass(String name) {
    assertThat(passes(name, "text")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CamelHttpUri",
        "camelFileName",
        "CAMELExecCommandArgs",
        "org.apache.camel.any",
        "kafka.TOPIC",
        "JMSReplyTo"
      })
  void those_of_the_components_do_not(String name) {
    assertThat(passes(name, "text")).isFalse();
  }

  @Test
  void only_text_passes() {
    assertThat(passes(CaldavConstants.NAME, "a.ics".getBytes())).isTrue(); // as from Kafka
    assertThat(passes(CaldavConstants.CALENDAR, Calendar.named("http://h/c/", "c"))).isFalse();
  }
}
