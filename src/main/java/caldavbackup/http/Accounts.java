package caldavbackup.http;

import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;

/** Bean {@code caldavAccounts}: makes the account that a host's route puts on its exchange. */
public final class Accounts {
  /**
   * An account from its options.
   *
   * @param options option names and values as README.md lists them, those of a backup and those of
   *     a restore
   * @throws Failure of kind OPTION with one sentence that names the option at fault
   */
  public Account of(@Body Map<String, Object> options) throws Failure {
    Map<String, String> texts = new TreeMap<>();
    options.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return new Account(Options.forBoth(texts));
  }
}
