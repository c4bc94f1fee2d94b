package caldavbackup.options;

import caldavbackup.text.Failure;
import caldavbackup.text.ShellWord;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The validated options of one account. They come from the user only; no server was contacted. */
public final class Options {
  /** What to do with an object that already exists on the server. */
  public enum Conflict {
    OVERWRITE,
    SKIP,
    FAIL,
    COPY;

    /**
     * Returns whether an existing object stays, even if it was created during the restore, and
     * counts as success.
     */
    public boolean keepsThere() {
      return this == SKIP;
    }

    /** Returns whether an object is written under its own name only if nothing exists there. */
    public boolean isOnlyIfNew() {
      return this != OVERWRITE;
    }

    /** Returns whether the properties of an existing calendar stay unchanged. */
    public boolean keepsProperties() {
      return this == SKIP || this == FAIL;
    }

    /**
     * Returns whether everything is restored in addition to existing data, into new calendars and
     * under new UIDs.
     */
    public boolean isBeside() {
      return this == COPY;
    }
  }

  /** What to do with an object if writing it would make the server send mail. */
  public enum Scheduling {
    /** The object is not written. */
    REFUSE,
    /** The object is written without organizer and guests. */
    STRIP
  }

  /** Whether listings stored on this machine may be used. */
  private enum Listing {
    AUTO,
    FULL
  }

  private final RawOptions given;
  private final Location location;
  private final Secret password;
  private final OauthOptions oauth;
  private final Conflict conflict;
  private final boolean notifyGuests;
  private final Scheduling scheduling;
  private final boolean noVerify;
  private final List<Certificate> caCertificates;
  private final KeyStore clientCertificate;
  private final Proxies proxies;
  private final Secrets secrets;
  private final Duration ioTimeout;
  private final int concurrency;
  private final boolean keepListings;
  private final Selection selection;
  private final Set<String> components;
  private final LocalDate since;
  private final LocalDate until;
  private final Set<Include> include;
  private final RestoreOptions restore;

  private Options(Map<String, String> map, Option.Use use) throws Failure {
    given = new RawOptions(map, use);
    location = Location.parse(given.text(Option.LOCATION));
    Contradictions.refuse(given);
    password = PasswordSource.read(given.all());
    oauth = OauthOptions.read(given.all(), password != null);
    conflict = given.choice(Option.CONFLICT, Conflict.OVERWRITE, "overwrite, skip, fail or copy");
    notifyGuests = given.bool(Option.NOTIFY);
    scheduling = given.choice(Option.SCHEDULING, Scheduling.REFUSE, "refuse or strip");
    noVerify = given.bool(Option.TLS_NO_VERIFY);
    caCertificates = TrustedCertificates.read(given.text(Option.TLS_CA_FILE));
    clientCertificate = ClientCertificate.read(given.all());
    proxies = Proxies.read(given.all(), System.getenv());
    secrets = new Secrets(username(), password, proxies, given.text(Option.TLS_KEY_PASSWORD));
    ioTimeout = given.duration(Option.IO_TIMEOUT, "2m");
    concurrency = given.number(Option.CONCURRENCY, 4, 1, 10);
    keepListings = given.choice(Option.LISTING, Listing.AUTO, "auto or full") == Listing.AUTO;
    selection = new Selection(given.text(Option.CALENDARS), given.text(Option.EXCLUDE_CALENDARS));
    components = given.components();
    since = given.date(Option.SINCE);
    until = given.date(Option.UNTIL);
    include = Include.parse(given.text(Option.INCLUDE));
    restore = RestoreOptions.of(given);
    if (password != null && username() == null) {
      throw Failure.option("option 'username' is missing: a password is given");
    }
    if (password == null && oauth == null && username() != null && givenUsername()) {
      throw Failure.option(
          "option 'password' is missing: give password, password_file, password_command or"
              + " password_env for user "
              + username());
    }
  }

  /**
   * Validates the options of a backup.
   *
   * @throws Failure of kind OPTION with one sentence that names the option at fault
   */
  public static Options forBackup(Map<String, String> map) throws Failure {
    return new Options(map, Option.Use.BACKUP);
  }

  /** Validates the options of a restore; otherwise like {@link #forBackup}. */
  public static Options forRestore(Map<String, String> map) throws Failure {
    return new Options(map, Option.Use.RESTORE);
  }

  /**
   * Validates the options of an account for both backup and restore; otherwise like {@link
   * #forBackup}.
   */
  public static Options forBoth(Map<String, String> map) throws Failure {
    return new Options(map, Option.Use.BOTH);
  }

  /** Returns whether the user gave this option. */
  public boolean isGiven(Option option) {
    return given.has(option);
  }

  /** The location of the account. */
  public Location location() {
    return location;
  }

  /** The user to sign in as; null for an account without sign-in. */
  public String username() {
    String name = given.text(Option.USERNAME);
    return name != null ? name : location.user();
  }

  /** The password, or null. */
  public Secret password() {
    return password;
  }

  /** The options for OAuth 2.0; null for an account that does not use it. */
  public OauthOptions oauth() {
    return oauth;
  }

  /** The name of the provider, or null. It may also be given for a sign-in with a password. */
  public String provider() {
    return given.text(Option.NAME);
  }

  /** The command that signs this account in again, without secrets. */
  public String loginCommand() {
    String how = given.has(Option.GRANT) ? " grant=" + given.text(Option.GRANT) : "";
    return "caldav login " + words() + how;
  }

  /** The location and options of a signed-in account, quoted for a shell, without secrets. */
  public String words() {
    StringBuilder words = new StringBuilder(ShellWord.of(given.text(Option.LOCATION).strip()));
    for (Option option : OauthOptions.TOLD) {
      String value = given.text(option);
      if (value != null) {
        boolean isFile = option == Option.TOKEN_FILE || option == Option.TLS_CA_FILE;
        String whole = isFile ? Path.of(value).toAbsolutePath().toString() : value;
        words.append(' ').append(ShellWord.of(option.key() + "=" + whole));
      }
    }
    return words.toString();
  }

  /** The calendar that receives everything, or null. */
  public String calendar() {
    return given.text(Option.CALENDAR);
  }

  /** What to do with an object that already exists. */
  public Conflict conflict() {
    return conflict;
  }

  /** The options of a restore. */
  public RestoreOptions restore() {
    return restore;
  }

  /** Returns whether the server may send invitations during a restore. */
  public boolean notifyGuests() {
    return notifyGuests;
  }

  /** What to do with an object if the server would send mail about it. */
  public Scheduling scheduling() {
    return scheduling;
  }

  /** Returns whether any certificate is accepted. */
  public boolean noVerify() {
    return noVerify;
  }

  /** Certificates to trust in addition to those of the system; empty when none are given. */
  public List<Certificate> caCertificates() {
    return caCertificates;
  }

  /** The client certificate and its key, or null. */
  public KeyStore clientCertificate() {
    return clientCertificate;
  }

  /** All secrets, which messages must not contain. */
  public Secrets secrets() {
    return secrets;
  }

  /** The proxies for requests. */
  public Proxies proxies() {
    return proxies;
  }

  /** How long the server may stay silent. */
  public Duration ioTimeout() {
    return ioTimeout;
  }

  /** Returns whether a stored listing may replace that of a calendar that has not changed since. */
  public boolean keepListings() {
    return keepListings;
  }

  /** The maximum number of objects written in parallel. */
  public int concurrency() {
    return concurrency;
  }

  /** The calendars to use. */
  public Selection selection() {
    return selection;
  }

  /** The component types to use; empty for all. */
  public Set<String> components() {
    return components;
  }

  /** The first day of the selection, or null. */
  public LocalDate since() {
    return since;
  }

  /** The last day of the selection, or null. */
  public LocalDate until() {
    return until;
  }

  /** The options of the selection, as given; empty when everything is selected. */
  public Map<String, String> selected() {
    Map<String, String> words = new TreeMap<>();
    for (Option option :
        List.of(
            Option.CALENDARS,
            Option.EXCLUDE_CALENDARS,
            Option.COMPONENTS,
            Option.SINCE,
            Option.UNTIL)) {
      if (given.has(option)) {
        words.put(option.key(), given.text(option));
      }
    }
    return words;
  }

  /**
   * The kinds of calendars to take events from, in addition to the user's own and shared calendars.
   */
  public Set<Include> include() {
    return include;
  }

  /** {@code user@host[:port]/path}, the name of the account in a snapshot. */
  public String origin() {
    return (username() == null ? "" : username() + "@") + location.origin();
  }

  /**
   * A digest that is equal for equal options, if their files and commands supplied the same secrets
   * and certificates. Valid only within this process.
   */
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    given
        .all()
        .forEach(
            (option, word) -> {
              fingerprint.add(option.key());
              fingerprint.add(word);
            });
    fingerprint.add(password);
    fingerprint.add(oauth == null ? null : oauth.serviceAccount());
    try {
      fingerprint.add(clientCertificate);
      for (Certificate certificate : caCertificates) {
        fingerprint.add(certificate);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("certificates were read before", e);
    }
    return fingerprint.toString();
  }

  private boolean givenUsername() {
    return given.has(Option.USERNAME);
  }
}
