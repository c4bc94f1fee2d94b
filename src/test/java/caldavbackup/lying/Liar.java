package caldavbackup.lying;

import caldavbackup.lying.Loopback.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Spoils the answers of a truthful server by some rules, and notes each lie that it tells. */
final class Liar implements Loopback.Handler {
  /** A token dies no sooner again: one that is refused as soon as it is new is another lie. */
  private static final int LIFE_OF_A_TOKEN = 12;

  private record Told(String key, Answer answer) {}

  private final World world;
  private final TruthServer truth;
  private final List<String> told = new ArrayList<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Map<Asked, List<Told>> answers = new ConcurrentHashMap<>();
  private final Set<String> dropped = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Set<String> held = Set.of();
  private volatile List<Rule> rules = List.of();
  private volatile long seed;
  private volatile boolean wordsAreTaken;
  private volatile int port;
  private volatile int lastDeath = -LIFE_OF_A_TOKEN;
  private volatile int end = Integer.MAX_VALUE;

  Liar(World world) {
    this.world = world;
    this.truth = new TruthServer(world);
  }

  void listensAt(int itsPort) {
    port = itsPort;
  }

  int port() {
    return port;
  }

  /** Starts a run: what was asked before does not count. */
  void begin(List<Rule> theRules, long theSeed, Set<String> heldCalendars) {
    rules = theRules;
    seed = theSeed;
    held = heldCalendars;
    told.clear();
    counts.clear();
    answers.clear();
    dropped.clear();
    requests.set(0);
    wordsAreTaken = false;
    lastDeath = -LIFE_OF_A_TOKEN;
    end = Integer.MAX_VALUE;
  }

  /** The lies that were told in this run. */
  List<String> told() {
    synchronized (told) {
      return List.copyOf(told);
    }
  }

  int requests() {
    return requests.get();
  }

  /** How many requests came after the one that ended all. */
  int requestsAfterTheEnd() {
    return Math.max(0, requests.get() - 1 - end);
  }

  @Override
  public Answer answer(Request request) {
    String path = TruthServer.located(request.path());
    if (path.equals(Whole.SIGN_ON_PATH)) {
      return Whole.signOn();
    }
    Asked asked = Asked.of(request, world);
    String key =
        asked + " " + path + (asked == Asked.MULTIGET ? " " + request.text().hashCode() : "");
    int number = requests.getAndIncrement();
    int count = counts.computeIfAbsent(key, k -> new AtomicInteger()).getAndIncrement();
    Answer answer = truth.answer(request);
    if (answer.status() != 200 && answer.status() != 207) {
      return answer;
    }
    answers
        .computeIfAbsent(asked, a -> java.util.Collections.synchronizedList(new ArrayList<>()))
        .add(new Told(key, answer));
    for (Rule rule : rules) {
      if (rule.applies(asked, key, count, number, seed)) {
        answer =
            told(
                rule,
                new Telling(this, request, asked, path, count, rule.dice(seed, key, count)),
                answer,
                number);
      }
    }
    return answer;
  }

  private Answer told(Rule rule, Telling telling, Answer before, int number) {
    Answer lie = rule.lie().told(telling, before);
    if (lie == null) {
      return before;
    }
    wordsAreTaken |= rule.lie().takesWords() && telling.asked().isOfObjects();
    if (rule.when() == Rule.When.FROM) {
      end = Math.min(end, number);
    }
    synchronized (told) {
      told.add(
          number + ": " + rule.lie() + " to " + telling.asked() + " " + telling.request().path());
    }
    return lie;
  }

  Answer unauthorized() {
    return truth.unauthorized();
  }

  /** Whether the token is dead now. */
  synchronized boolean killsToken() {
    if (!world.traits().tokens || requests.get() - lastDeath < LIFE_OF_A_TOKEN) {
      return false;
    }
    lastDeath = requests.get();
    truth.forgetToken();
    return true;
  }

  /** Whether a listing's word on the objects is there and true. */
  boolean hasWord() {
    return world.hasWord() && !wordsAreTaken;
  }

  /** Whether PROPFIND lists calendars at all. */
  boolean listsByPropfind() {
    return world.traits().listsByPropfind;
  }

  /** Whether a calendar whose PROPFIND names nothing is listed in another way. */
  boolean othersListTruly() {
    return (world.traits().syncs || world.traits().queries)
        && rules.stream()
            .noneMatch(
                rule ->
                    rule.lie().kind() == Lie.Kind.HOSTILE
                        && rule.lie() != Lie.ONLY_ITSELF
                        && (rule.lie().about().contains(Asked.SYNC)
                            || rule.lie().about().contains(Asked.QUERY)));
  }

  boolean isCalendar(String path) {
    return world.calendars().containsKey(path.endsWith("/") ? path : path + "/");
  }

  /** Whether an earlier run put this calendar into the folder. */
  boolean isHeld(String path) {
    return held.contains(path);
  }

  void dropped(String path) {
    dropped.add(path);
  }

  boolean wasDropped(String path) {
    return dropped.contains(path.endsWith("/") ? path : path + "/");
  }

  /** An answer to the same kind of request for something else; null when there was none. */
  Answer anotherAnswer(Telling telling) {
    List<Told> others = answers.get(telling.asked());
    List<Answer> candidates = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    synchronized (others) {
      for (Told other : others) {
        boolean isOther = !other.key().startsWith(telling.asked() + " " + telling.path());
        if (isOther && seen.add(other.key())) {
          candidates.add(other.answer());
        }
      }
    }
    return candidates.isEmpty() ? null : candidates.get(telling.any(candidates));
  }
}
