package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarUserAddressTest {
  @ParameterizedTest
  @CsvSource({
    "mailto:alice@example.org, MAILTO:Alice@Example.ORG, true",
    "mailto:alice@example.org, alice@example.org, true",
    "mailto:alice@example.org, 'mailto:alice@example.org ', true",
    "mailto:alice@example.org, mailto:alice%40example.org, true",
    "mailto:alice@example.org, mailto:alice@example.org?subject=x, true",
    "mailto:alice@example.org, '\"mailto:alice@example.org\"', true",
    "mailto:alice@example.org, mailto:bob@example.org, false",
    "mailto:alice@example.org, mailto:alice@example.com, false",
    "mailto:alice@example.org, urn:x:alice@example.org, false",
    "/principals/alice/, /principals/alice, true",
    "/principals/alice/, https://cal.example.org/principals/alice/, true",
    "/principals/alice/, HTTP://127.0.0.1:8080/principals/alice, true",
    "/principals/alice%40example.org/, /principals/alice@example.org/, true",
    "/principals/alice/, /principals/bob/, false",
    "/principals/alice/, /principals/Alice/, false",
    "urn:uuid:ABCD-1, URN:UUID:abcd-1, true",
    "urn:uuid:abcd-1, urn:uuid:abcd-2, false",
    "https://cal.example.org, https://cal.example.org/, true"
  })
  void two_spellings_of_one_address_are_one(String one, String other, boolean same) {
    assertThat(CalendarUserAddress.normal(one).equals(CalendarUserAddress.normal(other)))
        .isEqualTo(same);
  }

  @Test
  void what_is_no_address_is_none() {
    assertThat(CalendarUserAddress.normal(List.of("", "  ", "\"\""))).isEmpty();
  }
}
