package caldavbackup.careless;

import caldavbackup.careless.LoopbackHttp.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What a moody server does to a PUT, by chance and always the same for one seed and one place. */
final class Moods {
  private static final String[] PRECONDITIONS = {
    "c:valid-calendar-data",
    "c:valid-calendar-object-resource",
    "c:supported-calendar-data",
    "c:max-resource-size",
    "c:max-attendees-per-instance",
    "d:quota-not-exceeded",
    "c:max-instances"
  };

  private static final int[] REFUSALS = {412, 412, 409, 403, 400, 413, 415, 507, 500, 503, 422};

  /** What is done to the requests for one place. */
  private record Mood(Answer answer, boolean isStoredFirst, int times) {
    /** Another client puts an object of the same UID there first. */
    static final Mood RIVAL = new Mood(null, false, 0);
  }

  private final long seed;
  private final int percent;
  private final Map<String, Integer> asked = new HashMap<>();

  /** Refuses about so many of a hundred places. */
  Moods(long seed, int percent) {
    this.seed = seed;
    this.percent = percent;
  }

  /** What to do to this PUT: the answer to give instead of the right one; null for none. */
  Answer instead(String path, boolean isStored) {
    Mood mood = of(path);
    if (mood == null || mood.answer() == null || mood.isStoredFirst() != isStored) {
      return null;
    }
    int before = asked.merge(path, 1, Integer::sum) - 1;
    return before < mood.times() ? mood.answer() : null;
  }

  /** Whether another client is quicker. */
  boolean isRivalled(String path) {
    return of(path) == Mood.RIVAL;
  }

  /** What to answer to a request that makes a calendar; null for what is right. */
  Answer insteadOfMaking(String path) {
    Random random = new Random(seed * 37 + path.hashCode());
    random.nextInt();
    return random.nextInt(400) < percent
        ? refusal(random, REFUSALS[random.nextInt(REFUSALS.length)])
        : null;
  }

  private Mood of(String path) {
    Random random = new Random(seed * 31 + path.hashCode());
    random.nextInt();
    if (random.nextInt(100) >= percent) {
      return null;
    }
    if (random.nextInt(8) == 0) {
      return Mood.RIVAL;
    }
    boolean isStoredFirst = random.nextInt(4) == 0;
    if (random.nextInt(3) == 0) { // the line, or a server that is busy: over soon
      int kind = random.nextInt(3);
      Answer answer = kind == 0 ? Answer.RESET : Answer.of(kind == 1 ? 503 : 500);
      return new Mood(answer, isStoredFirst, 1);
    }
    int status = REFUSALS[random.nextInt(REFUSALS.length)];
    return new Mood(refusal(random, status), isStoredFirst, Integer.MAX_VALUE);
  }

  private static Answer refusal(Random random, int status) {
    if (random.nextInt(3) == 0) {
      return Answer.of(status);
    }
    return refusal(status, PRECONDITIONS[random.nextInt(PRECONDITIONS.length)], "");
  }

  /** A refusal that names the precondition that failed (RFC 4918, section 16). */
  static Answer refusal(int status, String precondition, String inside) {
    return Answer.xml(
        status,
        "<d:error xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><"
            + precondition
            + ">"
            + inside
            + "</"
            + precondition
            + "></d:error>");
  }
}
