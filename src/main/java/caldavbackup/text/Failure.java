package caldavbackup.text;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What went wrong, in one sentence for the person who runs the backup.
 *
 * <p>An {@link IOException}, so that it passes through HTTP client code unchanged.
 */
public final class Failure extends IOException {
  /** What kind of thing the user has to mend. */
  public enum Kind {
    /** An option is missing, unknown or has a wrong value. */
    OPTION,
    /** The server does not accept the credentials. */
    SIGN_IN,
    /** The server knows the user and refuses all the same. */
    FORBIDDEN,
    /** The server, the network or the location is not as it should be. */
    SERVER,
    /** The server's answer cannot be trusted to be whole. */
    INCOMPLETE,
    /** The object was deleted on the server after it was listed. */
    GONE,
    /** The caller has gone; nobody is left to tell. */
    CANCELLED,
    /** Our own mistake. */
    INTERNAL
  }

  /** What servers and users wrote is quoted; a line end or an escape sequence in it is not. */
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  private final Kind kind;
  private final int status;
  private Duration retryAfter;
  private boolean end;
  private boolean repeated;

  /**
   * A failure of the given kind; {@code sentence} names the option, file or server answer at fault.
   */
  public Failure(Kind kind, String sentence) {
    this(kind, sentence, null);
  }

  /** The same, with the exception it came from. */
  public Failure(Kind kind, String sentence, Throwable cause) {
    this(kind, sentence, cause, 0);
  }

  /** The same, with the HTTP status that the server answered. */
  public Failure(Kind kind, String sentence, Throwable cause, int status) {
    super(CONTROLS.matcher(sentence).replaceAll(" "), cause);
    this.kind = kind;
    this.status = status;
  }

  /** An option that is missing, unknown or wrong. */
  public static Failure option(String sentence) {
    return new Failure(Kind.OPTION, sentence);
  }

  /** An answer that does not hold what was asked for. */
  public static Failure incomplete(String sentence) {
    return new Failure(Kind.INCOMPLETE, sentence);
  }

  /** The HTTP status behind it, 0 when there is none. */
  public int status() {
    return status;
  }

  /**
   * How long a busy server asks to be left alone (RFC 9110, section 10.2.3), null when it does not
   * say.
   */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** The same failure of a server that asks to be left alone for so long. */
  public Failure withRetryAfter(Duration wait) {
    Failure failure = copy(getMessage(), getCause());
    failure.retryAfter = wait;
    return failure;
  }

  /** The same failure in other words. */
  public Failure withSentence(String sentence, Throwable cause) {
    return copy(sentence, cause);
  }

  private Failure copy(String sentence, Throwable cause) {
    Failure failure = new Failure(kind, sentence, cause, status);
    failure.retryAfter = retryAfter;
    failure.end = end;
    failure.repeated = repeated;
    return failure;
  }

  /** Whether no answer came at all: the server was silent, or could not be reached. */
  public boolean isSilence() {
    for (Throwable t = getCause(); t != null; t = t.getCause()) {
      if (t instanceof InterruptedIOException) {
        return true;
      }
    }
    return end || isUnreached(this);
  }

  /** Whether what was thrown says that the server could not even be asked. */
  public static boolean isUnreached(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof NoRouteToHostException
          || t instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  /** Whether the server says that there is nothing, or nothing any more. */
  public boolean isNotThere() {
    return status == 404 || status == 410;
  }

  /** The same failure, told to a request that is not sent because the run is over. */
  public Failure ofRun() {
    Failure failure = copy(getMessage(), getCause());
    failure.end = true;
    return failure;
  }

  /** The same failure of a request that was sent again as often as it deserves. */
  public Failure ofRepeated() {
    Failure failure = copy(getMessage(), getCause());
    failure.repeated = true;
    return failure;
  }

  /**
   * Whether the request was sent again as often as it deserves: another try is of no use. An answer
   * that broke while it was read as a stream was not.
   */
  public boolean isRepeated() {
    return repeated;
  }

  /**
   * Whether nothing else need be asked either: nobody is let in, nobody listens, or the server is
   * gone.
   */
  public boolean endsAll() {
    return kind == Kind.SIGN_IN || kind == Kind.CANCELLED || end;
  }

  /** Whether the run is over: nothing else is asked in it. */
  public boolean endsRun() {
    return kind == Kind.CANCELLED || end;
  }

  /** What the user has to mend. */
  public Kind kind() {
    return kind;
  }
}
