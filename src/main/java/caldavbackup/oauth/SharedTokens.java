package caldavbackup.oauth;

import caldavbackup.options.Secret;
import caldavbackup.states.Lease;
import caldavbackup.states.Store;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.camel.spi.StateRepository;

/**
 * One account's tokens in a store of the host application, for workers on several machines.
 *
 * <p>If the store is atomic, one worker at a time refreshes the tokens and overwrites only tokens
 * that it has read. On any other store two workers may refresh at once. After a refusal, a worker
 * therefore reads the store again, and a token that another worker wrote in between stays as the
 * previous token. If the store fails, the run ends before it requests a token, because a token that
 * cannot be stored is lost.
 */
final class SharedTokens implements TokenStore {
  /**
   * Longer than any request to a token server. Only a killed process holds a lease without renewing
   * it this long.
   */
  private static final Duration LIFE = Duration.ofSeconds(20);

  /** How long another worker has to store a token that it received. */
  private static final Duration OTHERS = Duration.ofSeconds(3);

  private static final long LOOK_AGAIN_MILLIS = 50;

  /**
   * How long to wait before each further try to write, in milliseconds; less than a lease lives.
   */
  private static final long[] WAITS = {100, 200, 400, 800, 1600};

  /** The locks of this process. Two accounts may share one. */
  private static final int LOCKS = 256;

  /** A store without leases cannot exclude other threads of this process either. */
  private static final Map<StateRepository<?, ?>, ReentrantLock[]> IN_THIS_PROCESS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Store store;
  private final String key;
  private final TokenFile login;
  private final ReentrantLock own;
  private final Pause pause;

  /** Waits between two tries. */
  interface Pause {
    void millis(long time) throws InterruptedException;
  }

  /**
   * Creates the store of one account's tokens.
   *
   * @param account identifies the account; the key in the store is a hash of it
   * @param login where {@code caldav login} stores the account's tokens; read when the store has
   *     none that work; null for nowhere
   */
  SharedTokens(Store store, String account, TokenFile login) {
    this(store, account, login, TimeUnit.MILLISECONDS::sleep);
  }

  /** With another way to wait until a store is back. */
  SharedTokens(Store store, String account, TokenFile login, Pause pause) {
    this.pause = pause;
    this.store = store;
    this.key = "caldav-tokens:" + Tokens.hash(account);
    this.login = login;
    this.own = store.isAtomic() ? new ReentrantLock() : lockOf(store.repository(), key);
  }

  private static ReentrantLock lockOf(StateRepository<?, ?> repository, String key) {
    ReentrantLock[] locks =
        IN_THIS_PROCESS.computeIfAbsent(
            repository,
            one -> Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new));
    return locks[Math.floorMod(key.hashCode(), LOCKS)];
  }

  @Override
  public String place() {
    return "the token store";
  }

  @Override
  public Tokens read() throws Failure {
    return parsed(text());
  }

  private String text() throws Failure {
    return store.get(key);
  }

  private static Tokens parsed(String text) throws Failure {
    try {
      return text == null ? Tokens.NONE : Tokens.of(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the token store is damaged at an account's tokens (" + e.getMessage() + ")");
    }
  }

  @Override
  public Lock lock(Duration patience) throws Failure {
    boolean isLocked = false;
    try {
      if (!own.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw inUse();
      }
      Lease lease = null;
      try {
        if (store.isAtomic()) {
          lease = Lease.take(store, key + ":lease", LIFE, patience, () -> true);
          if (lease == null) {
            throw inUse();
          }
        }
        Held held = new Held(lease);
        isLocked = true;
        return held;
      } finally {
        if (!isLocked) {
          own.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while another thread gets a token");
    }
  }

  private static Failure inUse() {
    return new Failure(
        Failure.Kind.SERVER, "another worker has locked the tokens of the account for too long");
  }

  /**
   * Returns the tokens that another worker has written since. On a store without leases, waits for
   * a worker that may be about to write. If there are none, returns the tokens of {@code caldav
   * login} if they differ.
   */
  @Override
  public Tokens after(Tokens refused, boolean isRefused) throws Failure {
    long begun = System.nanoTime();
    do {
      Tokens now = read();
      if (!now.isSameAs(refused)) {
        return now;
      }
    } while (!store.isAtomic() && isRefused && waits(begun));
    try {
      Tokens kept = login == null ? Tokens.NONE : login.read();
      return kept.refresh() == null || kept.isSameAs(refused) ? null : kept;
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean waits(long begun) throws Failure {
    if (System.nanoTime() - begun > OTHERS.toNanos()) {
      return false;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while another worker gets a token");
    }
  }

  /** The right to change the tokens, as far as the store can guarantee it. */
  private final class Held implements Lock {
    private final Lease lease;
    private final String before;

    private Held(Lease lease) throws Failure {
      this.lease = lease;
      boolean isRead = false;
      try {
        this.before = text();
        isRead = true;
      } finally {
        if (!isRead) {
          release(lease);
        }
      }
    }

    @Override
    public void write(Tokens tokens) throws IOException {
      for (int tries = 0; ; tries++) {
        try {
          put(tokens);
          return;
        } catch (Failure e) {
          if (tries == WAITS.length || !pauses(WAITS[tries])) {
            throw new IOException(masked(e.getMessage(), tokens));
          }
        }
      }
    }

    /** Waits; false when the thread is interrupted. */
    private boolean pauses(long millis) {
      try {
        pause.millis(millis);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private void put(Tokens tokens) throws IOException {
      String there = text();
      boolean isOther = there != null && !there.equals(before);
      Tokens now = isOther ? tokens.instead(parsed(there)) : tokens;
      String text = now.toLine();
      if (!text.equals(there)) {
        if (!store.isAtomic()) {
          store.set(key, text);
        } else if (!store.replace(key, there, text)) {
          throw new Failure(Failure.Kind.SERVER, "another worker writes the tokens");
        }
      }
    }

    @Override
    public void close() {
      release(lease);
      own.unlock();
    }
  }

  private static void release(Lease lease) {
    if (lease != null) {
      lease.close();
    }
  }

  /** Removes secrets from a message, because drivers quote values. */
  private static String masked(String text, Tokens tokens) {
    String masked = text;
    for (Secret secret : tokens.secrets()) {
      masked = masked.replace(secret.reveal(), "…");
    }
    return masked;
  }
}
