package caldavbackup.options;

import caldavbackup.text.Failure;
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

/**
 * The options of one account, checked. Everything here was said by the user; nothing was asked of
 * the server yet.
 */
public final class Options {
  /** What to do with an object that the target already has. */
  public enum Conflict {
    OVERWRITE,
    SKIP,
    FAIL,
    COPY;

    /**
     * Whether an object that is there, also one that came to be there meanwhile, stays and is no
     * fault.
     */
    public boolean keepsThere() {
      return this == SKIP;
    }

    /** Whether an object is written under its own name only where nothing is. */
    public boolean isOnlyIfNew() {
      return this != OVERWRITE;
    }

    /** Whether a calendar that is there stays as it is but for its objects. */
    public boolean keepsProperties() {
      return this == SKIP || this == FAIL;
    }

    /** Whether all is restored beside what is there, into calendars and under UIDs of its own. */
    public boolean isBeside() {
      return this == COPY;
    }
  }

  /** What to do with an object that cannot be written without the server mailing somebody. */
  public enum Scheduling {
    /** It is not written. */
    REFUSE,
    /** It is written without organizer and guests. */
    STRIP
  }

  /** Whether listings that this machine keeps may be used. */
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
          "option 'password' is missing: give password, password_file, password_command or password_env for user "
              + username());
    }
  }

  /**
   * Checks the options of a backup.
   *
   * @throws Failure of kind OPTION with one sentence that names the option at fault
   */
  public static Options forBackup(Map<String, String> map) throws Failure {
    return new Options(map, Option.Use.BACKUP);
  }

  /** Checks the options of a restore; otherwise like {@link #forBackup}. */
  public static Options forRestore(Map<String, String> map) throws Failure {
    return new Options(map, Option.Use.RESTORE);
  }

  /**
   * Checks the options of an account that is backed up and restored; else like {@link #forBackup}.
   */
  public static Options forBoth(Map<String, String> map) throws Failure {
    return new Options(map, Option.Use.BOTH);
  }

  /** Whether the user said anything of it. */
  public boolean isGiven(Option option) {
    return given.has(option);
  }

  /** Where the account lives. */
  public Location location() {
    return location;
  }

  /** The user to sign in as, or null for an account without sign-in. */
  public String username() {
    String name = given.text(Option.USERNAME);
    return name != null ? name : location.user();
  }

  /** The password, or null. */
  public Secret password() {
    return password;
  }

  /** How to sign in by OAuth2, or null for an account that does not. */
  public OauthOptions oauth() {
    return oauth;
  }

  /** The provider's name, or null: it may be told for a sign-in with a password too. */
  public String provider() {
    return given.text(Option.NAME);
  }

  /** The command that signs this account in anew, without any secret in it. */
  public String loginCommand() {
    String how = given.has(Option.GRANT) ? " grant=" + given.text(Option.GRANT) : "";
    return "caldav login " + words() + how;
  }

  /** Location and options, as a shell takes them, of an account that is signed in; no secrets. */
  public String words() {
    StringBuilder words =
        new StringBuilder(OauthOptions.quoted(given.text(Option.LOCATION).strip()));
    for (Option option : OauthOptions.TOLD) {
      String value = given.text(option);
      if (value != null) {
        boolean isFile = option == Option.TOKEN_FILE || option == Option.TLS_CA_FILE;
        String whole = isFile ? Path.of(value).toAbsolutePath().toString() : value;
        words.append(' ').append(OauthOptions.quoted(option.key() + "=" + whole));
      }
    }
    return words.toString();
  }

  /** The calendar that everything is restored into, or null. */
  public String calendar() {
    return given.text(Option.CALENDAR);
  }

  /** What to do with an object that is already there. */
  public Conflict conflict() {
    return conflict;
  }

  /** How a restore is to be done. */
  public RestoreOptions restore() {
    return restore;
  }

  /** Whether the server may send invitations during a restore. */
  public boolean notifyGuests() {
    return notifyGuests;
  }

  /** What to do with an object that the server would mail somebody about. */
  public Scheduling scheduling() {
    return scheduling;
  }

  /** Whether any certificate is accepted. */
  public boolean noVerify() {
    return noVerify;
  }

  /** Certificates to trust beside the system's; empty when none were given. */
  public List<Certificate> caCertificates() {
    return caCertificates;
  }

  /** What the server knows the user by, or null. */
  public KeyStore clientCertificate() {
    return clientCertificate;
  }

  /** All that no sentence may show. */
  public Secrets secrets() {
    return secrets;
  }

  /** Which way requests go. */
  public Proxies proxies() {
    return proxies;
  }

  /** How long the server may be silent. */
  public Duration ioTimeout() {
    return ioTimeout;
  }

  /** Whether what was listed once may stand for a calendar that did not change since. */
  public boolean keepListings() {
    return keepListings;
  }

  /** Most objects written at one time. */
  public int concurrency() {
    return concurrency;
  }

  /** Which calendars to touch. */
  public Selection selection() {
    return selection;
  }

  /** The component types to touch, empty for all. */
  public Set<String> components() {
    return components;
  }

  /** The first day to touch, or null. */
  public LocalDate since() {
    return since;
  }

  /** The last day to touch, or null. */
  public LocalDate until() {
    return until;
  }

  /** What was said of the selection, word by word; empty when everything is wanted. */
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

  /** Which calendars' events are taken beside those of the user's own and those shared with him. */
  public Set<Include> include() {
    return include;
  }

  /** {@code user@host[:port]/path}: names the account in a snapshot. */
  public String origin() {
    return (username() == null ? "" : username() + "@") + location.origin();
  }

  /**
   * Equal for options that say the same, word by word, and whose files and commands gave the same
   * secrets and certificates; only within this process.
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
