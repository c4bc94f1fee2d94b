package caldavbackup.careless;

import static caldavbackup.careless.MoodyAnswers.escape;
import static caldavbackup.careless.MoodyAnswers.parent;

import caldavbackup.careless.LoopbackHttp.Answer;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The rules of RFC 4791, section 5.3.2.1, and the limits that a {@link MoodyServer} has. */
final class MoodyRules {
  private final MoodyServer.Traits traits;

  MoodyRules(MoodyServer.Traits traits) {
    this.traits = traits;
  }

  /**
   * What is said to an object that breaks a rule; null when it keeps all.
   *
   * @param all the objects of the account by their paths
   */
  Answer refusal(String path, MoodyCalendar calendar, byte[] object, Map<String, byte[]> all) {
    Parsed parsed;
    try {
      parsed = Parsed.of(object);
    } catch (IllegalArgumentException e) {
      return refusal("c:valid-calendar-data", "");
    }
    Set<String> uids = parsed.uids();
    long types = parsed.entries().stream().map(Parsed.Component::type).distinct().count();
    boolean isMethod = parsed.about().stream().anyMatch(line -> line.startsWith("METHOD"));
    if (uids.size() != 1 || uids.contains("") || types != 1 || isMethod) {
      return refusal("c:valid-calendar-object-resource", "");
    }
    if (!calendar.types.isEmpty() && !calendar.types.contains(parsed.entries().get(0).type())) {
      return refusal("c:supported-calendar-component", "");
    }
    if (traits.largest() > 0 && object.length > traits.largest()) {
      return refusal("c:max-resource-size", "");
    }
    String other = other(path, uids.iterator().next(), all);
    return other == null
        ? null
        : refusal("c:no-uid-conflict", "<d:href>" + escape(other) + "</d:href>");
  }

  private Answer refusal(String precondition, String inside) {
    return traits.isSilent()
        ? Answer.of(traits.refusal())
        : Moods.refusal(traits.refusal(), precondition, inside);
  }

  /** Where the UID is already, as far as this server minds; null when nowhere. */
  private String other(String path, String uid, Map<String, byte[]> all) {
    for (Map.Entry<String, byte[]> object : all.entrySet()) {
      boolean isNear =
          traits.uids() == MoodyServer.UidScope.ACCOUNT
              || (traits.uids() == MoodyServer.UidScope.CALENDAR
                  && parent(object.getKey()).equals(parent(path)));
      if (isNear
          && !Objects.equals(object.getKey(), path)
          && Parsed.of(object.getValue()).uids().contains(uid)) {
        return object.getKey();
      }
    }
    return null;
  }
}
