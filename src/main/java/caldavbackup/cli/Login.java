package caldavbackup.cli;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Routes;
import caldavbackup.http.Account;
import caldavbackup.http.AccountRoutes;
import caldavbackup.oauth.BrowserLogin;
import caldavbackup.oauth.DeviceLogin;
import caldavbackup.oauth.UserLogin;
import caldavbackup.options.Options;
import caldavbackup.text.Columns;
import caldavbackup.text.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code caldav login}: signs the user in, stores the tokens, tries them, and explains how to use
 * them.
 */
final class Login {
  private static final long MINUTES_FOR_THE_USER = 10;

  private final Browser browser = new Browser(System.getenv(), System.getProperty("os.name"));
  private final InputStream in;
  private final PrintStream out;

  Login(InputStream in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  /** Runs the command {@code caldav login [LOCATION]}. */
  static int run(Words words, PrintStream out) throws Failure {
    new Login(System.in, out).run(config(words));
    return Command.DONE;
  }

  /**
   * Returns the options of the command line. If no location is given, adds the provider's location.
   */
  private static Map<String, String> config(Words words) throws Failure {
    if (words.place(0) != null) {
      return words.config(words.place(0));
    }
    Map<String, String> given = words.config("");
    String location =
        given.get("name") == null
            ? null
            : UserLogin.location(given.get("name"), given.get("username"));
    if (location == null) {
      throw Failure.option("LOCATION is missing: the address of the calendars");
    }
    given.put("location", location);
    return given;
  }

  private void run(Map<String, String> config) throws Failure {
    Options options = Options.forBackup(config);
    try (Account account = new Account(options);
        Routes routes = Routes.start(Routes.Purpose.CHECK)) {
      UserLogin login = UserLogin.of(account);
      if (login.isByDevice(browser.isThere())) {
        byDevice(login);
      } else {
        byBrowser(login);
      }
      out.println("signed in at " + login.title());
      if (!login.lasts()) {
        out.println(
            login.title()
                + " issued no refresh token: this sign-in ends when its first token expires, in about"
                + " an hour");
      }
      show(routes, account);
      out.println();
      out.println("plakar source add mycal " + options.words());
    }
  }

  private void byDevice(UserLogin login) throws Failure {
    DeviceLogin device = login.device();
    out.println("Open this address in a browser, on any machine:");
    out.println();
    out.println("  " + device.url());
    out.println();
    out.println("and enter this code: " + device.code());
    if (device.urlWithCode() != null && browser.isThere()) {
      browser.open(device.urlWithCode().toString());
    }
    device.finish();
  }

  private void byBrowser(UserLogin login) throws Failure {
    try (Loopback loopback = Loopback.open(login.redirect())) {
      BrowserLogin attempt = login.browser(loopback.address());
      CompletableFuture<URI> answer = new CompletableFuture<>();
      loopback.listen(attempt::isAnswer, answer::complete);
      out.println("Open this address in a browser, and allow the access:");
      out.println();
      out.println("  " + attempt.url());
      out.println();
      boolean isOpen = browser.open(attempt.url().toString());
      out.println(
          "If that browser is on another machine, it ends at a page that it cannot load: copy"
              + " that page's address, which begins with "
              + loopback.address()
              + ", and paste it here.");
      readPasted(attempt, answer, isOpen);
      attempt.finish(await(answer));
    }
  }

  private static URI await(CompletableFuture<URI> answer) throws Failure {
    try {
      return answer.get(MINUTES_FOR_THE_USER, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      throw new Failure(
          Failure.Kind.SIGN_IN, "no sign-in within " + MINUTES_FOR_THE_USER + " minutes");
    } catch (ExecutionException e) {
      throw (Failure) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while waiting for the user");
    }
  }

  /**
   * Reads pasted addresses while the browser is open. If no browser is open and input ends, the
   * login fails.
   */
  private void readPasted(BrowserLogin attempt, CompletableFuture<URI> answer, boolean isOpen) {
    Thread thread =
        new Thread(
            () -> {
              try (var lines =
                  new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  take(line.strip(), attempt, answer);
                }
              } catch (IOException e) {
                // same as the end of input
              }
              if (!isOpen) {
                answer.completeExceptionally(
                    new Failure(
                        Failure.Kind.SIGN_IN,
                        "sign-in is not possible: no browser could be opened, and there is no"
                            + " terminal for input"));
              }
            },
            "caldav login");
    thread.setDaemon(true);
    thread.start();
  }

  private void take(String line, BrowserLogin attempt, CompletableFuture<URI> answer) {
    if (line.isEmpty()) {
      return;
    }
    try {
      URI pasted = URI.create(line);
      if (attempt.isAnswer(pasted)) {
        answer.complete(pasted);
        return;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    out.println(
        "This is not the right address: it must contain 'state=' and 'code=', or 'error='.");
  }

  private void show(Routes routes, Account account) throws Failure {
    Discovery discovery =
        new AccountRoutes(routes, account)
            .send("direct:caldav-discover", null, Map.of())
            .getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    List<List<String>> rows = new ArrayList<>();
    for (Calendar calendar : discovery.calendars()) {
      rows.add(List.of(calendar.segment(), calendar.label(), calendar.role().word()));
    }
    if (rows.isEmpty()) {
      out.println("no calendars");
    } else {
      Columns.lines(List.of("CALENDAR", "NAME", "ROLE"), rows).forEach(out::println);
    }
  }
}
