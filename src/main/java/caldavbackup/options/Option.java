package caldavbackup.options;

import java.util.Locale;

/**
 * Every option of an account: the one table behind Init, the command line's help and the JSON
 * schemas' test.
 */
public enum Option {
  LOCATION(
      Use.BOTH,
      "LOCATION",
      "where the calendars are: caldav://DOMAIN or caldav://HOST[:PORT][/PATH]; caldav+http:// for"
          + " plain HTTP"),
  USERNAME(Use.BOTH, "NAME", "the user to sign in as"),
  PASSWORD(Use.BOTH, "TEXT", "the password or app password"),
  PASSWORD_FILE(Use.BOTH, "FILE", "a file whose first line is the password"),
  PASSWORD_COMMAND(
      Use.BOTH, "COMMAND", "a shell command whose first line of output is the password"),
  PASSWORD_ENV(Use.BOTH, "VARIABLE", "an environment variable that holds the password"),
  CALENDARS(
      Use.BOTH,
      "GLOBS",
      "only calendars whose name or path segment matches one of these, comma-separated (default:"
          + " all)"),
  EXCLUDE_CALENDARS(Use.BOTH, "GLOBS", "not these calendars"),
  COMPONENTS(
      Use.BOTH, "TYPES", "only objects of these types: VEVENT, VTODO, VJOURNAL, comma-separated"),
  SINCE(
      Use.BOTH,
      "DATE",
      "only objects that take place on this day or later, for example 2026-01-31"),
  UNTIL(Use.BOTH, "DATE", "only objects that take place on this day or earlier"),
  INCLUDE(
      Use.BACKUP,
      "KINDS",
      "the events of these calendars too: subscriptions, generated, delegated, comma-separated"
          + " (default: none)"),
  CALENDAR(
      Use.RESTORE,
      "NAME",
      "restore everything into this one calendar (default: each into the one it came from)"),
  ONLY(
      Use.RESTORE,
      "PATHS",
      "restore only these objects: paths in the backup or UIDs, comma-separated, a comma within one"
          + " as %2C (default: all)"),
  CONFLICT(
      Use.RESTORE,
      "POLICY",
      "what to do with an object that is already there and differs: overwrite (default), skip, fail"
          + " (write nothing at all) or copy (into new calendars)"),
  DRY_RUN(Use.RESTORE, "BOOL", "true shows what would be done and writes nothing (default: false)"),
  PLAN_JSON(Use.RESTORE, "FILE", "write what is to be done into this file, as JSON"),
  MIRROR(
      Use.RESTORE,
      "BOOL",
      "true also deletes what is on the server and not in the backup (default: false)"),
  MIRROR_LIMIT(
      Use.RESTORE,
      "PERCENT",
      "how much of a calendar mirror may delete; more, and it deletes nothing (default: 20)"),
  VERIFY(
      Use.RESTORE,
      "HOW",
      "full (default) reads every object back and compares, etag only lists them, off believes the"
          + " server"),
  RATE(Use.RESTORE, "N", "objects written in a second at most (default: as fast as the server)"),
  NOTIFY(
      Use.RESTORE,
      "BOOL",
      "true lets the server send invitations while restoring (default: false)"),
  SCHEDULING(
      Use.RESTORE,
      "POLICY",
      "what to do with a meeting whose guests the server would mail: refuse (default) or strip,"
          + " which writes it without them"),
  LISTING(
      Use.BOTH,
      "HOW",
      "auto (default) asks for the objects of a calendar only when the server says it changed, full"
          + " always"),
  CONCURRENCY(Use.BOTH, "N", "objects written at one time, 1 to 10 (default: 4)"),
  IO_TIMEOUT(
      Use.BOTH, "TIME", "how long the server may be silent, for example 30s or 2m (default: 2m)"),
  TLS_NO_VERIFY(Use.BOTH, "BOOL", "true accepts any certificate (default: false)"),
  TLS_CA_FILE(Use.BOTH, "FILE", "certificates (PEM) to trust beside the system's"),
  TLS_CERT(Use.BOTH, "FILE", "a client certificate with its chain (PEM), or with its key (PKCS12)"),
  TLS_KEY(Use.BOTH, "FILE", "the key to tls_cert (PEM, PKCS8), when it is in a file of its own"),
  TLS_KEY_PASSWORD(Use.BOTH, "TEXT", "the password of that key, or of the PKCS12 file"),
  PROXY(
      Use.BOTH,
      "URL",
      "http://HOST:PORT, socks5://HOST:PORT, socks5h://HOST:PORT (it looks up names) or none (default: as the environment says, HTTPS_PROXY and its like)"),
  PROXY_USERNAME(Use.BOTH, "NAME", "the user to sign in to the proxy as"),
  PROXY_PASSWORD(Use.BOTH, "TEXT", "the password for the proxy"),

  NAME(
      Use.BOTH,
      "PROVIDER",
      "whose account it is, for OAuth2: google, fastmail, nextcloud, … or custom; others by a file"
          + " of yours"),
  CLIENT_ID(Use.BOTH, "TEXT", "OAuth2: the client that the provider knows"),
  CLIENT_SECRET(Use.BOTH, "TEXT", "OAuth2: its secret, where it has one"),
  SERVICE_SCOPE(Use.BOTH, "TEXT", "OAuth2: what to ask for (default: the provider's)"),
  REFRESH_TOKEN(Use.BOTH, "TEXT", "OAuth2: a refresh token, when caldav login is not used"),
  AUTHORIZE_URL(Use.BOTH, "URL", "OAuth2: where the user signs in (default: the provider's)"),
  TOKEN_URL(Use.BOTH, "URL", "OAuth2: where tokens come from (default: the provider's)"),
  DEVICE_URL(
      Use.BOTH, "URL", "OAuth2: where a login without browser begins (default: the provider's)"),
  ISSUER(Use.BOTH, "URL", "OAuth2: a server that tells these addresses itself (RFC 8414)"),
  TOKEN(Use.BOTH, "TEXT", "a bearer token, sent as it is"),
  TOKEN_COMMAND(Use.BOTH, "COMMAND", "a shell command whose first line of output is such a token"),
  TOKEN_FILE(
      Use.BOTH,
      "FILE",
      "OAuth2: where the tokens are kept (default: a file in ~/.local/state/caldav-backup/tokens)"),
  SERVICE_ACCOUNT(Use.BOTH, "FILE", "OAuth2: the key of a Google service account, JSON"),
  SUBJECT(Use.BOTH, "ADDRESS", "OAuth2: the user that a service account acts for"),
  GRANT(
      Use.BOTH,
      "HOW",
      "OAuth2: browser (default) or device is how caldav login asks, client_credentials needs no"
          + " user");

  /** Which runs an option is for. */
  public enum Use {
    BOTH,
    BACKUP,
    RESTORE
  }

  private final Use use;
  private final String value;
  private final String meaning;

  Option(Use use, String value, String meaning) {
    this.use = use;
    this.value = value;
    this.meaning = meaning;
  }

  /** The option's name as users write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Which runs it is for. */
  public Use use() {
    return use;
  }

  /** What stands for its value in a help text. */
  public String value() {
    return value;
  }

  /** One line of help. */
  public String meaning() {
    return meaning;
  }

  /** The option of that name, or null. */
  public static Option of(String key) {
    for (Option option : values()) {
      if (option.key().equals(key)) {
        return option;
      }
    }
    return null;
  }
}
