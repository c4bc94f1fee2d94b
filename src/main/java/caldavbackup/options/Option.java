package caldavbackup.options;

import java.util.List;
import java.util.Locale;

/**
 * The table of all options of an account. Init, the help of the command line and the test of the
 * JSON schemas use it.
 */
public enum Option {
  LOCATION(
      Use.BOTH,
      "LOCATION",
      "where the calendars are: caldav://DOMAIN or caldav://HOST[:PORT][/PATH]; caldav+http:// for"
          + " plain HTTP"),
  USERNAME(Use.BOTH, "NAME", "the user to sign in as"),
  PASSWORD(Use.BOTH, "TEXT", "the password or app password"),
  PASSWORD_FILE(Use.BOTH, "FILE", "a file with the password in its first line"),
  PASSWORD_COMMAND(
      Use.BOTH, "COMMAND", "a shell command that prints the password as its first line"),
  PASSWORD_ENV(Use.BOTH, "VARIABLE", "an environment variable that holds the password"),
  CALENDARS(
      Use.BOTH,
      "GLOBS",
      "only calendars with a name or path segment that matches one of these, comma-separated"
          + " (default:"
          + " all)"),
  EXCLUDE_CALENDARS(Use.BOTH, "GLOBS", "all calendars except these"),
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
      "also take events of these calendars: subscriptions, generated, delegated, comma-separated"
          + " (default: none)"),
  CALENDAR(
      Use.RESTORE,
      "NAME",
      "restore everything into this calendar (default: each object into its original calendar)"),
  ONLY(
      Use.RESTORE,
      "PATHS",
      "restore only these objects: paths in the backup or UIDs, comma-separated; write a comma in"
          + " a path or UID as %2C (default: all)"),
  CONFLICT(
      Use.RESTORE,
      "POLICY",
      "what to do if an object exists and differs: overwrite (default), skip, fail"
          + " (write nothing) or copy (restore into new calendars)"),
  DRY_RUN(Use.RESTORE, "BOOL", "true shows the plan and writes nothing (default: false)"),
  PLAN_JSON(Use.RESTORE, "FILE", "write the plan to this file, as JSON"),
  MIRROR(
      Use.RESTORE, "BOOL", "true also deletes objects that are not in the backup (default: false)"),
  MIRROR_LIMIT(
      Use.RESTORE,
      "PERCENT",
      "the percentage of a calendar that mirror may delete; if it would delete more, it deletes"
          + " nothing (default: 20)"),
  VERIFY(
      Use.RESTORE,
      "HOW",
      "full (default) reads every object back and compares it, etag compares ETags, off trusts the"
          + " server"),
  RATE(Use.RESTORE, "N", "write at most this many objects per second (default: no limit)"),
  NOTIFY(
      Use.RESTORE,
      "BOOL",
      "true allows the server to send invitations during the restore (default: false)"),
  SCHEDULING(
      Use.RESTORE,
      "POLICY",
      "what to do with a meeting if the server would e-mail its guests: refuse (default) or strip,"
          + " which writes it without guests"),
  LISTING(
      Use.BOTH,
      "HOW",
      "auto (default) lists a calendar only if the server says that it changed, full lists it"
          + " always"),
  CONCURRENCY(
      Use.BOTH,
      "N",
      "how many objects a restore writes in parallel, 1 to 10 (default: 4); a backup ignores it and"
          + " reads two batches in parallel"),
  IO_TIMEOUT(
      Use.BOTH, "TIME", "how long to wait for the server, for example 30s or 2m (default: 2m)"),
  TLS_NO_VERIFY(Use.BOTH, "BOOL", "true accepts any certificate (default: false)"),
  TLS_CA_FILE(Use.BOTH, "FILE", "certificates (PEM) to trust in addition to the system's"),
  TLS_CERT(Use.BOTH, "FILE", "a client certificate with its chain (PEM), or with its key (PKCS12)"),
  TLS_KEY(
      Use.BOTH, "FILE", "the private key of tls_cert (PEM, PKCS8), if it is in a separate file"),
  TLS_KEY_PASSWORD(Use.BOTH, "TEXT", "the password of the private key or PKCS12 file"),
  PROXY(
      Use.BOTH,
      "URL",
      "http://HOST:PORT, socks5://HOST:PORT, socks5h://HOST:PORT (the proxy resolves names) or"
          + " none (default: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY)"),
  PROXY_USERNAME(Use.BOTH, "NAME", "the user to sign in to the proxy as"),
  PROXY_PASSWORD(Use.BOTH, "TEXT", "the password for the proxy"),

  NAME(
      Use.BOTH,
      "PROVIDER",
      "the provider of the account, for OAuth2: google, fastmail, nextcloud, … or custom; a file"
          + " can add others"),
  CLIENT_ID(Use.BOTH, "TEXT", "OAuth2: the client ID that the provider issued"),
  CLIENT_SECRET(Use.BOTH, "TEXT", "OAuth2: the client secret, if there is one"),
  SERVICE_SCOPE(Use.BOTH, "TEXT", "OAuth2: the scope to request (default: the provider's)"),
  REFRESH_TOKEN(Use.BOTH, "TEXT", "OAuth2: a refresh token, if you do not use caldav login"),
  AUTHORIZE_URL(Use.BOTH, "URL", "OAuth2: the authorization endpoint (default: the provider's)"),
  TOKEN_URL(Use.BOTH, "URL", "OAuth2: the token endpoint (default: the provider's)"),
  DEVICE_URL(
      Use.BOTH, "URL", "OAuth2: the device authorization endpoint (default: the provider's)"),
  ISSUER(Use.BOTH, "URL", "OAuth2: a server that publishes these endpoints (RFC 8414)"),
  TOKEN(Use.BOTH, "TEXT", "a bearer token, sent unchanged"),
  TOKEN_COMMAND(
      Use.BOTH, "COMMAND", "a shell command that prints a bearer token as its first line"),
  TOKEN_FILE(
      Use.BOTH,
      "FILE",
      "OAuth2: the file that stores the tokens (default: in ~/.local/state/caldav-backup/tokens)"),
  SERVICE_ACCOUNT(Use.BOTH, "FILE", "OAuth2: the JSON key of a Google service account"),
  SUBJECT(Use.BOTH, "ADDRESS", "OAuth2: the user that a service account acts for"),
  GRANT(
      Use.BOTH,
      "HOW",
      "OAuth2: caldav login uses browser (default) or device; client_credentials needs no"
          + " user");

  /** The runs that accept an option. */
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

  /** The name of the option as users write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The runs that accept this option. */
  public Use use() {
    return use;
  }

  /** The placeholder for the value in a help text. */
  public String value() {
    return value;
  }

  /** Returns the allowed values; empty if any value or a list is allowed. */
  public List<String> choices() {
    return switch (this) {
      case CONFLICT -> List.of("overwrite", "skip", "fail", "copy");
      case VERIFY -> List.of("full", "etag", "off");
      case SCHEDULING -> List.of("refuse", "strip");
      case LISTING -> List.of("auto", "full");
      case GRANT -> List.of("browser", "device", "client_credentials");
      case INCLUDE -> List.of("subscriptions", "generated", "delegated");
      case COMPONENTS -> List.of("VEVENT", "VTODO", "VJOURNAL");
      default -> value.equals("BOOL") ? List.of("true", "false") : List.of();
    };
  }

  /** One line of help. */
  public String meaning() {
    return meaning;
  }

  /** The option with this name, or null. */
  public static Option of(String key) {
    for (Option option : values()) {
      if (option.key().equals(key)) {
        return option;
      }
    }
    return null;
  }
}
