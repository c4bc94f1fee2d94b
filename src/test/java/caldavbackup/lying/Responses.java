package caldavbackup.lying;

import caldavbackup.lying.Multistatus.Propstat;
import caldavbackup.lying.Multistatus.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lies about the responses in a multistatus. */
final class Responses {
  private static final String DATA = "<c:calendar-data>";

  private Responses() {}

  /** The answer with another multistatus in it. */
  static Answer answer(Answer truth, Multistatus multistatus) {
    return new Answer(
        truth.status(),
        truth.headers(),
        multistatus.bytes(),
        multistatus,
        truth.framing(),
        truth.sent());
  }

  static Answer repeated(Telling telling, Answer truth) {
    return changed(
        truth,
        responses -> {
          responses.add(
              telling.dice().nextInt(responses.size() + 1), responses.get(telling.any(responses)));
          return responses;
        });
  }

  static Answer dropped(Telling telling, Answer truth) {
    return changed(
        truth,
        responses -> {
          responses.remove(telling.any(responses));
          return responses;
        });
  }

  /**
   * Nothing. Where only queries list, an object that one of them hides would be in no answer at all
   * if the other said nothing: no client could notice.
   */
  static Answer none(Telling telling, Answer truth) {
    if (telling.asked() == Asked.QUERY && !telling.server().listsByPropfind()) {
      return null;
    }
    return changed(truth, responses -> List.of());
  }

  /** A calendar's listing without its objects; what other requests tell stays true. */
  static Answer onlyItself(Telling telling, Answer truth) {
    if (!telling.server().othersListTruly()) {
      return null;
    }
    return changed(truth, responses -> responses.subList(0, 1));
  }

  /** Only one that the folder holds already: else nobody could notice. */
  static Answer calendarDropped(Telling telling, Answer truth) {
    return changed(
        truth,
        responses -> {
          List<Response> held =
              responses.stream()
                  .filter(each -> telling.server().isHeld(TruthServer.located(each.href())))
                  .toList();
          if (!held.isEmpty()) {
            Response dropped = held.get(telling.any(held));
            responses.remove(dropped);
            telling.server().dropped(TruthServer.located(dropped.href()));
          }
          return responses;
        });
  }

  static Answer status(Telling telling, Answer truth) {
    int status =
        telling.mayBeGone()
            ? telling.one(401, 403, 404, 404, 410, 423, 500, 500, 503, 507)
            : telling.one(403, 500, 503);
    return oneChanged(telling, truth, response -> Response.of(response.href(), status));
  }

  static Answer propstatStatus(Telling telling, Answer truth) {
    int status =
        telling.asked() == Asked.NAMES
            ? telling.one(401, 403, 500)
            : telling.one(401, 403, 403, 404, 410, 424, 500);
    return oneChanged(
        telling,
        truth,
        response -> {
          List<Propstat> propstats = new ArrayList<>();
          for (Propstat propstat : response.propstats()) {
            propstats.add(new Propstat(Multistatus.status(status), propstat.properties()));
          }
          return new Response(response.href(), response.status(), propstats);
        });
  }

  /** One of the properties that a backup keeps is refused by itself. */
  static Answer propertyStatus(Telling telling, Answer truth) {
    int status = telling.one(401, 403, 500, 503);
    return oneChanged(
        telling,
        truth,
        response -> {
          if (response.propstats().isEmpty()) {
            return response;
          }
          List<String> properties = new ArrayList<>(response.propstats().get(0).properties());
          List<String> kept = properties.stream().filter(Responses::isKept).toList();
          if (kept.isEmpty()) {
            return response;
          }
          String refused = kept.get(telling.any(kept));
          properties.remove(refused);
          List<Propstat> propstats = new ArrayList<>(response.propstats());
          propstats.set(0, new Propstat(propstats.get(0).status(), properties));
          propstats.add(
              new Propstat(
                  Multistatus.status(status), List.of(refused.replaceFirst("(?s)>.*", "/>"))));
          return new Response(response.href(), response.status(), propstats);
        });
  }

  private static boolean isKept(String property) {
    return property.startsWith("<d:resourcetype>")
        || property.startsWith("<d:displayname>")
        || property.startsWith("<a:calendar-color>")
        || property.startsWith("<c:calendar-description>");
  }

  static Answer withoutData(Telling telling, Answer truth) {
    return dataChanged(telling, truth, data -> null);
  }

  /** The text of another object, told with this one's ETag and length. */
  static Answer anotherData(Telling telling, Answer truth) {
    if (!telling.server().hasWord()) {
      return null;
    }
    List<String> all = new ArrayList<>();
    truth.multistatus().responses().forEach(response -> data(response).forEach(all::add));
    return all.size() < 2 ? null : dataChanged(telling, truth, data -> all.get(telling.any(all)));
  }

  static Answer cutData(Telling telling, Answer truth) {
    return dataChanged(
        telling,
        truth,
        data -> {
          String text = data.substring(DATA.length(), data.indexOf("</c:"));
          int to = text.lastIndexOf('\n', text.length() / 2);
          return DATA + (to < 0 ? "" : text.substring(0, to + 1)) + "</c:calendar-data>";
        });
  }

  private static List<String> data(Response response) {
    return response.propstats().stream()
        .flatMap(propstat -> propstat.properties().stream())
        .filter(property -> property.startsWith(DATA))
        .toList();
  }

  private static Answer dataChanged(Telling telling, Answer truth, UnaryOperator<String> change) {
    return oneChanged(
        telling,
        truth,
        response -> {
          List<Propstat> propstats = new ArrayList<>();
          for (Propstat propstat : response.propstats()) {
            List<String> properties = new ArrayList<>();
            for (String property : propstat.properties()) {
              String other = property.startsWith(DATA) ? change.apply(property) : property;
              if (other != null) {
                properties.add(other);
              }
            }
            propstats.add(new Propstat(propstat.status(), properties));
          }
          return new Response(response.href(), response.status(), propstats);
        });
  }

  private static Answer oneChanged(Telling telling, Answer truth, UnaryOperator<Response> change) {
    return changed(
        truth,
        responses -> {
          int at = telling.any(responses);
          responses.set(at, change.apply(responses.get(at)));
          return responses;
        });
  }

  private static Answer changed(Answer truth, UnaryOperator<List<Response>> change) {
    Multistatus multistatus = truth.multistatus();
    if (multistatus == null || multistatus.responses().isEmpty()) {
      return null;
    }
    List<Response> responses = change.apply(new ArrayList<>(multistatus.responses()));
    return responses.equals(multistatus.responses())
        ? null
        : answer(truth, multistatus.with(responses));
  }
}
