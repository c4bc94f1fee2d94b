package caldavbackup.oauth;

import caldavbackup.options.OauthOptions;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens from a {@link TokenStore}. One process at a time refreshes them before they expire, and
 * all processes that use the store share them.
 */
final class KeptTokens implements TokenSource, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /**
   * A token is renewed this long before it expires, or at a tenth of its life if that is shorter.
   */
  private static final Duration AHEAD = Duration.ofSeconds(60);

  /** How long a token that cannot be renewed is used before the next attempt to renew it. */
  private static final Duration YOUNG = Duration.ofSeconds(10);

  /** The tokens that were read, those of another worker, those of a login, and the first again. */
  private static final int ROUNDS = 4;

  private final Oauth2SignIn signIn;
  private final TokenStore store;
  private final Grants grants;
  private final Set<String> refused = new HashSet<>();
  private Secret refusedAccess;
  private Failure refusal;
  private Tokens inMemory = Tokens.NONE;
  private Tokens unsaved;
  private Tokens unsavedOver;
  private volatile Held held;
  private volatile Secret accepted;

  /**
   * A token in use. Times are in nanoseconds of {@link System#nanoTime}, which is independent of
   * clock changes.
   *
   * @param fresh until when the token is used without a check
   * @param end when the token expires
   * @param renewed whether it replaced a refused token
   */
  private record Held(Secret access, long fresh, long end, boolean renewed) {
    boolean isFresh() {
      return System.nanoTime() - fresh < 0;
    }

    boolean works() {
      return System.nanoTime() - end < 0;
    }
  }

  KeptTokens(Oauth2SignIn signIn, TokenStore store, Grants grants) {
    this.signIn = signIn;
    this.store = store;
    this.grants = grants;
  }

  @Override
  public Secret token() throws Failure {
    Held now = held;
    return now != null && now.isFresh() ? now.access() : another(null);
  }

  @Override
  public Secret renew(Secret token) throws Failure {
    Held now = held;
    boolean isNew = now != null && now.renewed() && !same(accepted, token);
    return isNew && same(now.access(), token) ? null : another(token);
  }

  @Override
  public synchronized void begin() {
    held = held == null ? null : new Held(held.access(), held.fresh(), held.end(), false);
  }

  @Override
  public void accepted(Secret token) {
    accepted = token;
  }

  /** Returns a fresh token other than this one. */
  private synchronized Secret another(Secret not) throws Failure {
    refusedAccess = not == null ? refusedAccess : not;
    if (held != null && held.isFresh() && !same(held.access(), refusedAccess)) {
      return held.access(); // another thread was faster
    }
    TokenStore.Lock lock = null;
    try {
      Tokens kept;
      try {
        lock = store.lock(signIn.options().ioTimeout().multipliedBy(2));
        kept = kept(lock);
      } catch (IOException e) {
        if (e instanceof Failure failure && mustWait(failure)) {
          return toItsEnd(failure, not);
        }
        kept = withoutLock(e);
      }
      Duration left = kept.left(Instant.now());
      if (kept.access() != null && !same(kept.access(), refusedAccess)) {
        if (isFresh(left, kept.life())) {
          held = held(kept, left, false);
          return kept.access(); // another process was faster
        }
        if (left.compareTo(Duration.ZERO) > 0) {
          held = held(kept, left, false); // it is still valid if the server is down
        }
      }
      return got(kept, lock, not);
    } finally {
      close(lock);
    }
  }

  /**
   * Returns whether the run must not continue without storing the token. A token that cannot be
   * stored is lost. This matters if the user would then have to sign in again.
   */
  private boolean mustWait(Failure failure) {
    return signIn.isOfUser() || failure.kind() != Failure.Kind.SERVER;
  }

  /**
   * Returns the stored tokens. If tokens could not be stored last time and no other worker has
   * replaced the stored ones since, returns the unstored tokens.
   */
  private Tokens kept(TokenStore.Lock lock) throws IOException {
    Tokens kept = store.read();
    if (unsaved == null || !kept.isSameAs(unsavedOver)) {
      unsaved = null;
      return kept;
    }
    Tokens mine = unsaved;
    keep(mine, kept, lock);
    return mine;
  }

  /** A folder without write access is a failure only for tokens that must be stored. */
  private Tokens withoutLock(IOException why) {
    LOG.warn(
        "tokens cannot be stored in {} ({}): a provider that issues a new refresh token each time will"
            + " require another login",
        store.place(),
        Reason.of(why));
    try {
      return inMemory == Tokens.NONE ? store.read() : inMemory;
    } catch (IOException e) {
      return inMemory;
    }
  }

  private Secret got(Tokens kept, TokenStore.Lock lock, Secret not) throws Failure {
    Tokens next;
    try {
      next = ask(kept);
    } catch (Failure e) {
      return toItsEnd(e, not);
    }
    inMemory = next;
    held = held(next, next.left(Instant.now()), not != null);
    if (lock != null) {
      keep(next, kept, lock);
    }
    return next.access();
  }

  /** Returns the current token while it is valid, when no other can be had. */
  private Secret toItsEnd(Failure why, Secret not) throws Failure {
    if (not == null && why.kind() != Failure.Kind.SIGN_IN && held != null && held.works()) {
      held = new Held(held.access(), System.nanoTime() + YOUNG.toNanos(), held.end(), false);
      LOG.debug("the token is used to its end: {}", why.getMessage());
      return held.access();
    }
    held = null; // the next request would be refused
    throw why;
  }

  private void keep(Tokens next, Tokens over, TokenStore.Lock lock) {
    try {
      lock.write(next);
      unsaved = null;
    } catch (IOException e) {
      unsaved = next;
      unsavedOver = over;
      LOG.warn("tokens cannot be stored in {} ({})", store.place(), Reason.of(e));
    }
  }

  /** Tries once more to store tokens that could not be stored: they exist nowhere else. */
  @Override
  public synchronized void close() {
    if (unsaved != null) {
      try (TokenStore.Lock lock = store.lock(signIn.options().ioTimeout())) {
        kept(lock);
      } catch (IOException e) {
        LOG.warn("tokens cannot be kept in {} ({})", store.place(), Reason.of(e));
      }
    }
  }

  private Tokens ask(Tokens kept) throws Failure {
    OauthOptions oauth = signIn.oauth();
    Secret secret = clientSecret(kept);
    try {
      if (oauth.serviceAccount() != null) {
        return kept.after(grants.serviceAccount(), null, null, Instant.now());
      }
      if (oauth.grant() == OauthOptions.Grant.CLIENT_CREDENTIALS) {
        return kept.after(grants.clientCredentials(secret), null, null, Instant.now());
      }
    } catch (Refusal e) {
      throw e.failure(signIn);
    }
    Tokens now = kept;
    for (int round = 0; round < ROUNDS && now != null; round++) {
      Tokens next = isUsable(now, kept) ? now : refreshed(now);
      if (next != null) {
        return next;
      }
      now = store.after(now, refusal != null);
    }
    throw refusal != null
        ? refusal
        : signIn.notSignedIn(
            "this account is not signed in at " + signIn.provider().title() + " yet");
  }

  /**
   * Returns whether another worker stored these tokens in the meantime and the access token is
   * valid.
   */
  private boolean isUsable(Tokens now, Tokens kept) {
    return now != kept
        && now.access() != null
        && !same(now.access(), refusedAccess)
        && isFresh(now.left(Instant.now()), now.life());
  }

  private Secret clientSecret(Tokens kept) {
    Secret option = signIn.oauth().clientSecret();
    return option != null ? option : kept.clientSecret();
  }

  /**
   * Tries the refresh tokens in order. A refresh token that was refused is never sent again.
   *
   * @return null when all were refused, or there is none
   */
  private Tokens refreshed(Tokens kept) throws Failure {
    Secret option = signIn.oauth().refreshToken();
    for (Secret candidate : kept.candidates(option)) {
      if (!refused.contains(candidate.reveal())) {
        try {
          TokenAnswer answer = grants.refresh(candidate, clientSecret(kept));
          return kept.after(answer, candidate, option, Instant.now());
        } catch (Refusal e) {
          refusal = e.failure(signIn);
          if (!e.isGrant()) {
            throw refusal;
          }
          refused.add(candidate.reveal());
        }
      }
    }
    return null;
  }

  private static Held held(Tokens tokens, Duration left, boolean renewed) {
    long now = System.nanoTime();
    long end = now + (left == null ? Duration.ofDays(3650) : left).toNanos();
    return new Held(
        tokens.access(), left == null ? end : end - ahead(tokens.life()).toNanos(), end, renewed);
  }

  private static boolean isFresh(Duration left, Duration life) {
    return left == null || left.compareTo(ahead(life)) > 0;
  }

  private static Duration ahead(Duration life) {
    Duration tenth = life.dividedBy(10);
    return tenth.compareTo(AHEAD) < 0 ? tenth : AHEAD;
  }

  private static boolean same(Secret one, Secret other) {
    return one != null && other != null && one.reveal().equals(other.reveal());
  }

  private static void close(TokenStore.Lock lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.debug("a lock is given free at the end of the process", e);
      }
    }
  }
}
