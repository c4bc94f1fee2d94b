package caldavbackup.restore.write;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.http.Failures;
import caldavbackup.text.Failure;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class UidConflictsTest {
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "412, '', true",
    "409, '', true",
    "403, Not allowed, true",
    "412, <error><valid-calendar-data/></error>, false",
    "403, <d:error><c:max-resource-size/></d:error>, false",
    "403, <d:error><c:supported-calendar-component/></d:error>, false",
    "409, <d:error><c:calendar-collection-location-ok/></d:error>, false",
    "403, <d:error><d:need-privileges/></d:error>, false",
    "403, <d:error><c:no-uid-conflict/></d:error>, true",
    "400, Calendar object with uid already exists in this calendar collection., true",
    "400, Bad Request, false",
    "500, '', false",
    "507, '', false"
  })
  void a_refusal_may_mean_that_something_is_there_unless_it_names_another_reason(
      int status, String body, boolean may) {
    assertThat(UidConflicts.maySayThere(failure(status, body))).isEqualTo(may);
  }

  public static Failure failure(int status, String body) {
    return Failures.of(
        new HttpOperationFailedException("http://h/a.ics", status, "", null, Map.of(), body));
  }
}
