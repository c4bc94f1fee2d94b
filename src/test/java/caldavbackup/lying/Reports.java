package caldavbackup.lying;

import caldavbackup.lying.Loopback.Request;
import caldavbackup.lying.Multistatus.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The REPORTs of a truthful server: multiget, calendar-query and sync-collection. */
final class Reports {
  private static final String CALDAV = "urn:ietf:params:xml:ns:caldav";
  private static final String DATA = "{" + CALDAV + "}calendar-data";

  private final World world;
  private final Properties properties;

  Reports(World world, Properties properties) {
    this.world = world;
    this.properties = properties;
  }

  /** The answer; the calendar is null when there is none. */
  Answer answer(Request request, World.Calendar calendar) {
    if (calendar == null) {
      return Answer.text(404, "nothing here");
    }
    Element root = PropfindBody.parsed(request.text());
    World.Traits traits = world.traits();
    return switch (root.getLocalName()) {
      case "calendar-multiget" ->
          traits.multigets ? multiget(request, root, calendar) : Answer.text(501, "no multiget");
      case "calendar-query" -> traits.queries ? query(request, root, calendar) : unsupported();
      case "sync-collection" -> traits.syncs ? sync(request, root, calendar) : unsupported();
      default -> unsupported();
    };
  }

  private static Answer unsupported() {
    return Answer.error(403, "d:supported-report");
  }

  private Answer multiget(Request request, Element root, World.Calendar calendar) {
    PropfindBody asked = PropfindBody.of(request.text());
    NodeList hrefs = root.getElementsByTagNameNS("DAV:", "href");
    List<Response> responses = new ArrayList<>();
    for (int i = 0; i < hrefs.getLength(); i++) {
      String path = TruthServer.located(hrefs.item(i).getTextContent().strip());
      String name = TruthServer.name(path);
      responses.add(
          calendar.objects.containsKey(name) && TruthServer.parent(path).equals(calendar.path())
              ? response(asked, calendar, name)
              : Response.of(hrefs.item(i).getTextContent(), 404));
    }
    return Answer.of(new Multistatus(responses, null));
  }

  private Answer query(Request request, Element root, World.Calendar calendar) {
    PropfindBody asked = PropfindBody.of(request.text());
    NodeList filters = root.getElementsByTagNameNS(CALDAV, "comp-filter");
    String component =
        filters.getLength() < 2 ? null : ((Element) filters.item(1)).getAttribute("name");
    List<Response> responses = new ArrayList<>();
    for (Map.Entry<String, World.Stored> object : calendar.objects.entrySet()) {
      String text = new String(object.getValue().bytes(), StandardCharsets.UTF_8);
      if (component == null || text.contains("BEGIN:" + component)) {
        responses.add(response(asked, calendar, object.getKey()));
      }
    }
    return Answer.of(new Multistatus(responses, null));
  }

  private Answer sync(Request request, Element root, World.Calendar calendar) {
    PropfindBody asked = PropfindBody.of(request.text());
    String token =
        root.getElementsByTagNameNS("DAV:", "sync-token").item(0).getTextContent().strip();
    int from = token.isEmpty() ? 0 : Integer.parseInt(token.replaceAll(".*/", ""));
    List<String> names = List.copyOf(calendar.objects.keySet());
    int page = world.traits().page > 0 ? world.traits().page : Integer.MAX_VALUE;
    List<Response> responses = new ArrayList<>();
    int to = (int) Math.min(names.size(), (long) from + page);
    names.subList(from, to).forEach(name -> responses.add(response(asked, calendar, name)));
    if (to < names.size()) {
      responses.add(Response.of(TruthServer.href(calendar.path()), 507));
    }
    return Answer.of(new Multistatus(responses, "http://truth.example/" + to));
  }

  private Response response(PropfindBody asked, World.Calendar calendar, String name) {
    String path = calendar.path() + name;
    Map<String, String> all = properties.of(path);
    String text = new String(calendar.objects.get(name).bytes(), StandardCharsets.UTF_8);
    String data = Multistatus.escape(text);
    data = world.traits().keepsReturns ? data.replace("\r", "&#13;") : data;
    all.put(DATA, "<c:calendar-data>" + data + "</c:calendar-data>");
    return asked.response(TruthServer.href(path), all);
  }
}
