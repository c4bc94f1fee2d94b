package caldavbackup.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The options of one account, checked. Everything here was said by the user; nothing was asked of
 * the server yet.
 */
public final class Options {
  /** What to do with an object that the target already has. */
  public enum Conflict {
    OVERWRITE,
    SKIP,
    FAIL
  }

  private final Map<Option, String> given = new java.util.EnumMap<>(Option.class);
  private final Location location;
  private final Secret password;
  private final Conflict conflict;
  private final boolean notifyGuests;
  private final boolean noVerify;
  private final List<Certificate> caCertificates;
  private final Duration ioTimeout;
  private final int concurrency;
  private final Selection selection;

  private Options(Map<String, String> map, boolean restore) throws Failure {
    for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
      given.put(known(entry.getKey(), restore), entry.getValue());
    }
    location = Location.parse(given.get(Option.LOCATION));
    password = readPassword();
    conflict = choice(Option.CONFLICT, Conflict.OVERWRITE);
    notifyGuests = bool(Option.NOTIFY);
    noVerify = bool(Option.TLS_NO_VERIFY);
    caCertificates = readCertificates();
    ioTimeout = duration();
    concurrency = readConcurrency();
    selection = new Selection(given.get(Option.CALENDARS), given.get(Option.EXCLUDE_CALENDARS));
    if (password != null && username() == null) {
      throw Failure.option("option 'username' is missing: a password is given");
    }
    if (password == null && username() != null && givenUsername()) {
      throw Failure.option(
          "option 'password' is missing: give password, password_file or password_command for user "
              + username());
    }
  }

  /**
   * Checks the options of a backup.
   *
   * @throws Failure of kind OPTION with one sentence that names the option at fault
   */
  public static Options forBackup(Map<String, String> map) throws Failure {
    return new Options(map, false);
  }

  /** Checks the options of a restore; otherwise like {@link #forBackup}. */
  public static Options forRestore(Map<String, String> map) throws Failure {
    return new Options(map, true);
  }

  /** Where the account lives. */
  public Location location() {
    return location;
  }

  /** The user to sign in as, or null for an account without sign-in. */
  public String username() {
    String name = given.get(Option.USERNAME);
    return name != null ? name : location.user();
  }

  /** The password, or null. */
  public Secret password() {
    return password;
  }

  /** The calendar that everything is restored into, or null. */
  public String calendar() {
    return given.get(Option.CALENDAR);
  }

  /** What to do with an object that is already there. */
  public Conflict conflict() {
    return conflict;
  }

  /** Whether the server may send invitations during a restore. */
  public boolean notifyGuests() {
    return notifyGuests;
  }

  /** Whether any certificate is accepted. */
  public boolean noVerify() {
    return noVerify;
  }

  /** Certificates to trust beside the system's; empty when none were given. */
  public List<Certificate> caCertificates() {
    return caCertificates;
  }

  /** How long the server may be silent. */
  public Duration ioTimeout() {
    return ioTimeout;
  }

  /** Most connections to the server at one time. */
  public int concurrency() {
    return concurrency;
  }

  /** Which calendars to touch. */
  public Selection selection() {
    return selection;
  }

  /** {@code user@host[:port]/path}: names the account in a snapshot. */
  public String origin() {
    return (username() == null ? "" : username() + "@") + location.origin();
  }

  private boolean givenUsername() {
    return given.containsKey(Option.USERNAME);
  }

  private static Option known(String key, boolean restore) throws Failure {
    Option option = Option.of(key);
    if (option == null) {
      throw Failure.option("option '" + key + "' is unknown");
    }
    if (option.use() == Option.Use.LATER) {
      throw Failure.option("option '" + key + "' is not supported yet");
    }
    if (option.use() == Option.Use.RESTORE && !restore) {
      throw Failure.option("option '" + key + "' is for a restore, not for a backup");
    }
    return option;
  }

  private Secret readPassword() throws Failure {
    List<Option> sources =
        List.of(Option.PASSWORD, Option.PASSWORD_FILE, Option.PASSWORD_COMMAND).stream()
            .filter(given::containsKey)
            .toList();
    if (sources.isEmpty()) {
      return null;
    }
    if (sources.size() > 1) {
      throw Failure.option(
          "options '"
              + sources.get(0).key()
              + "' and '"
              + sources.get(1).key()
              + "' exclude each other");
    }
    String value = given.get(sources.get(0));
    String text =
        switch (sources.get(0)) {
          case PASSWORD_FILE -> firstLineOfFile(value);
          case PASSWORD_COMMAND -> PasswordCommand.firstLine(value, 1, TimeUnit.MINUTES);
          default -> value;
        };
    if (text == null || text.isEmpty()) {
      throw Failure.option("option '" + sources.get(0).key() + "' gives an empty password");
    }
    return new Secret(text);
  }

  private static String firstLineOfFile(String file) throws Failure {
    try {
      return Files.readString(Path.of(file)).lines().findFirst().orElse(null);
    } catch (IOException | RuntimeException e) {
      throw Failure.option(
          "option 'password_file': " + file + " cannot be read (" + reason(e) + ")");
    }
  }

  private List<Certificate> readCertificates() throws Failure {
    String file = given.get(Option.TLS_CA_FILE);
    if (file == null) {
      return List.of();
    }
    try (var in = Files.newInputStream(Path.of(file))) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw Failure.option("option 'tls_ca_file': " + file + " holds no certificate");
      }
      return new ArrayList<>(all);
    } catch (CertificateException e) {
      throw Failure.option("option 'tls_ca_file': " + file + " is not a PEM file of certificates");
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Failure.option("option 'tls_ca_file': " + file + " cannot be read (" + reason(e) + ")");
    }
  }

  private static String reason(Exception e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "no such file"
        : e instanceof java.nio.file.AccessDeniedException
            ? "permission denied"
            : String.valueOf(e.getMessage());
  }

  private boolean bool(Option option) throws Failure {
    String text = given.getOrDefault(option, "false").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default ->
          throw Failure.option(
              "option '" + option.key() + "' must be true or false, not '" + text + "'");
    };
  }

  private Conflict choice(Option option, Conflict fallback) throws Failure {
    String text = given.get(option);
    if (text == null) {
      return fallback;
    }
    try {
      return Conflict.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Failure.option(
          "option '" + option.key() + "' must be overwrite, skip or fail, not '" + text + "'");
    }
  }

  private Duration duration() throws Failure {
    String text = given.getOrDefault(Option.IO_TIMEOUT, "2m");
    Duration duration = Durations.parse(text);
    if (duration == null) {
      throw Failure.option("option 'io_timeout' must be a time like 30s or 2m, not '" + text + "'");
    }
    return duration;
  }

  private int readConcurrency() throws Failure {
    String text = given.getOrDefault(Option.CONCURRENCY, "4");
    if (text.matches("\\d{1,2}")) {
      int n = Integer.parseInt(text);
      if (n >= 1 && n <= 10) {
        return n;
      }
    }
    throw Failure.option("option 'concurrency' must be a number from 1 to 10, not '" + text + "'");
  }
}
