package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.http.Account;
import caldavbackup.oauth.Oauth2SignIn;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.PrintStream;

/** {@code caldav check LOCATION}. */
final class CheckCommand implements Command {
  @Override
  public int run(Words words, PrintStream out, PrintStream err) throws Failure {
    JsonOutput json = words.output().isJson() ? new JsonOutput(out) : null;
    String error = JsonOutput.ENDED_EARLY;
    try {
      boolean isWhole = check(words, out, json);
      error = isWhole ? null : "a backup would be incomplete";
      return isWhole ? DONE : FAILED;
    } catch (Failure e) {
      error = e.getMessage();
      throw e;
    } finally {
      if (json != null) {
        json.end(error);
      }
    }
  }

  private static boolean check(Words words, PrintStream out, JsonOutput json) throws Failure {
    // options of a backup and of a restore are accepted
    Options options = Options.forBoth(words.config(words.place(0)));
    try (Account account = new Account(options);
        Routes routes = Routes.start(Routes.Purpose.CHECK)) {
      Oauth2SignIn.require(account);
      return Check.print(routes, account, out, json);
    }
  }
}
