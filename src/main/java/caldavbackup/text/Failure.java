package caldavbackup.text;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A failure, described by one sentence for the user.
 *
 * <p>It is an {@link IOException}, so that it passes through HTTP client code unchanged.
 */
public final class Failure extends IOException {
  /** What the user must correct. */
  public enum Kind {
    /** An option is missing, unknown or has a wrong value. */
    OPTION,
    /** The server does not accept the credentials. */
    SIGN_IN,
    /** The server accepts the credentials but denies access. */
    FORBIDDEN,
    /** The server, the network or the location causes the failure. */
    SERVER,
    /** The answer of the server may be incomplete. */
    INCOMPLETE,
    /** The object was deleted on the server after it was listed. */
    GONE,
    /** The caller no longer waits for a result. */
    CANCELLED,
    /** A defect of this program. */
    INTERNAL
  }

  /** A sentence quotes text of servers and users. Line ends and escape sequences are replaced. */
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  private final Kind kind;
  private final int status;
  private Duration retryAfter;
  private boolean end;
  private boolean repeated;

  /** Creates a failure. {@code sentence} names the option, file or server answer at fault. */
  public Failure(Kind kind, String sentence) {
    this(kind, sentence, null);
  }

  /** Creates a failure with the exception that caused it. */
  public Failure(Kind kind, String sentence, Throwable cause) {
    this(kind, sentence, cause, 0);
  }

  /** Creates a failure with the HTTP status of the answer. */
  public Failure(Kind kind, String sentence, Throwable cause, int status) {
    super(CONTROLS.matcher(sentence).replaceAll(" "), cause);
    this.kind = kind;
    this.status = status;
  }

  /** A failure for a missing, unknown or invalid option. */
  public static Failure option(String sentence) {
    return new Failure(Kind.OPTION, sentence);
  }

  /** A failure for an answer that lacks requested data. */
  public static Failure incomplete(String sentence) {
    return new Failure(Kind.INCOMPLETE, sentence);
  }

  /** The HTTP status; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** The delay that a busy server asks for (RFC 9110, section 10.2.3); null if it names none. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** A copy with the delay that the server asks for. */
  public Failure withRetryAfter(Duration wait) {
    Failure failure = copy(getMessage(), getCause());
    failure.retryAfter = wait;
    return failure;
  }

  /** A copy with another sentence. */
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

  /** Returns whether no answer arrived: the server timed out or was unreachable. */
  public boolean isSilence() {
    for (Throwable t = getCause(); t != null; t = t.getCause()) {
      if (t instanceof InterruptedIOException) {
        return true;
      }
    }
    return end || isUnreached(this);
  }

  /** Returns whether the exception means that no connection to the server was possible. */
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

  /** Returns whether the server says that the resource does not exist, or no longer exists. */
  public boolean isNotThere() {
    return status == 404 || status == 410;
  }

  /** A copy for a request that was not sent because the run has ended. */
  public Failure ofRun() {
    Failure failure = copy(getMessage(), getCause());
    failure.end = true;
    return failure;
  }

  /** A copy for a request that has used up its retries. */
  public Failure ofRepeated() {
    Failure failure = copy(getMessage(), getCause());
    failure.repeated = true;
    return failure;
  }

  /**
   * Returns whether the request has used up its retries. False for an answer that broke off while
   * it was read as a stream.
   */
  public boolean isRepeated() {
    return repeated;
  }

  /**
   * Returns whether further requests are pointless: the sign-in is refused, the caller has left, or
   * the run has ended.
   */
  public boolean endsAll() {
    return kind == Kind.SIGN_IN || kind == Kind.CANCELLED || end;
  }

  /** Returns whether the run has ended, so that it sends no more requests. */
  public boolean endsRun() {
    return kind == Kind.CANCELLED || end;
  }

  /** What the user must correct. */
  public Kind kind() {
    return kind;
  }
}
