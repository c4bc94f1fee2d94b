package caldavbackup.lying;

import caldavbackup.lying.Rule.When;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Chooses which lies a seed tells, and when. */
final class Rules {
  private final Random random;
  private final World.Traits traits;

  Rules(Random random, World.Traits traits) {
    this.random = random;
    this.traits = traits;
  }

  /** One to three of them. */
  List<Rule> some(boolean isMild) {
    List<Rule> rules = new ArrayList<>();
    EnumSet<Lie.Kind> kinds =
        isMild
            ? EnumSet.of(Lie.Kind.MILD, Lie.Kind.PASSING)
            : EnumSet.of(Lie.Kind.HOSTILE, one(Lie.Kind.values()));
    List<Lie> lies =
        Arrays.stream(Lie.values())
            .filter(lie -> kinds.contains(lie.kind()))
            .filter(lie -> traits.tokens || lie != Lie.TOKEN_DIES && lie != Lie.NO_TOKEN)
            .toList();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      rules.add(rule(lies.get(random.nextInt(lies.size())), isMild));
    }
    return rules;
  }

  private Rule rule(Lie lie, boolean isMild) {
    boolean isLast = lie == Lie.UNAUTHORIZED || lie == Lie.DROPPED_CONNECTION;
    When when =
        switch (lie.kind()) {
          case MILD -> one(When.ALWAYS, When.ALWAYS, When.SOMETIMES, When.ONCE_EACH);
          case PASSING ->
              lie == Lie.BROKEN_OFF
                  ? one(When.ONCE_EACH, When.EVERY_FOURTH)
                  : isMild || random.nextBoolean() ? When.ONCE_EACH : one(When.values());
          case HOSTILE ->
              isLast
                  ? one(When.FROM, When.ONCE_EACH)
                  : one(When.ALWAYS, When.SOMETIMES, When.ONCE_EACH, When.EVERY_FOURTH);
        };
    List<Asked> about = List.copyOf(lie.about());
    boolean isNarrow = when != When.EVERY_FOURTH && when != When.FROM && random.nextInt(3) > 0;
    return new Rule(
        lie,
        when,
        isNarrow ? about.get(random.nextInt(about.size())) : null,
        isNarrow || when == When.FROM ? 1 : one(1, 2, 5),
        random.nextInt(25));
  }

  @SafeVarargs
  private <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }
}
