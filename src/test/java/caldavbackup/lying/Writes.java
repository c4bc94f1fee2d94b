package caldavbackup.lying;

import caldavbackup.lying.Loopback.Request;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What changes a {@link World}: PUT, DELETE, MKCALENDAR, extended MKCOL and PROPPATCH. */
final class Writes {
  private final World world;

  Writes(World world) {
    this.world = world;
  }

  Answer answer(Request request, String path) {
    String collection = path.endsWith("/") ? path : path + "/";
    World.Calendar calendar = world.calendars().get(collection);
    return switch (request.method()) {
      case "PUT" -> put(request, path);
      case "DELETE" -> delete(request, path, calendar);
      case "MKCALENDAR", "MKCOL" -> make(request, collection, calendar);
      case "PROPPATCH" -> calendar == null ? missing() : proppatch(request, calendar);
      default -> Answer.text(405, "no such method");
    };
  }

  private static Answer missing() {
    return Answer.text(404, "nothing here");
  }

  private Answer put(Request request, String path) {
    World.Calendar calendar = world.calendars().get(TruthServer.parent(path));
    String name = TruthServer.name(path);
    if (calendar == null) {
      return Answer.text(409, "there is no such calendar");
    }
    World.Stored there = calendar.objects.get(name);
    if (isForbidden(request, there)) {
      return Answer.text(412, "it is not as you think");
    }
    world.put(calendar, name, request.body());
    Answer done = Answer.of(there == null ? 201 : 204);
    String etag = world.etag(calendar.objects.get(name));
    return etag == null ? done : done.with("ETag", etag);
  }

  private boolean isForbidden(Request request, World.Stored there) {
    String match = request.header("If-Match");
    return there != null && "*".equals(request.header("If-None-Match"))
        || match != null && (there == null || !match.equals(world.etag(there)));
  }

  private Answer delete(Request request, String path, World.Calendar calendar) {
    if (calendar != null) {
      world.remove(calendar);
      return Answer.of(204);
    }
    World.Calendar parent = world.calendars().get(TruthServer.parent(path));
    String name = TruthServer.name(path);
    if (parent == null || !parent.objects.containsKey(name)) {
      return missing();
    }
    if (isForbidden(request, parent.objects.get(name))) {
      return Answer.text(412, "it is not as you think");
    }
    world.remove(parent, name);
    return Answer.of(204);
  }

  private Answer make(Request request, String collection, World.Calendar there) {
    if (there != null) {
      return Answer.error(403, "d:resource-must-be-null");
    }
    set(request, world.calendar(TruthServer.parent(collection), TruthServer.name(collection)));
    return Answer.of(201);
  }

  private Answer proppatch(Request request, World.Calendar calendar) {
    set(request, calendar);
    return Answer.of(
        new Multistatus(
            java.util.List.of(
                TruthServer.found(TruthServer.href(calendar.path()), java.util.List.of())),
            null));
  }

  private static void set(Request request, World.Calendar calendar) {
    Element root = PropfindBody.parsed(request.text());
    NodeList props = root == null ? null : root.getElementsByTagNameNS("DAV:", "prop");
    for (int i = 0; props != null && i < props.getLength(); i++) {
      Node node = props.item(i).getFirstChild();
      for (; node != null; node = node.getNextSibling()) {
        if (node instanceof Element element && !"resourcetype".equals(node.getLocalName())) {
          learn(calendar, element);
        }
      }
    }
  }

  private static void learn(World.Calendar calendar, Element element) {
    String key = "{" + element.getNamespaceURI() + "}" + element.getLocalName();
    Map<String, String> properties = calendar.properties;
    properties.put(key, xml(element));
    String text = element.getTextContent();
    switch (element.getLocalName()) {
      case "displayname" -> calendar.describe(text, calendar.description(), calendar.color());
      case "calendar-description" ->
          calendar.describe(calendar.displayName(), text, calendar.color());
      case "calendar-color" ->
          calendar.describe(calendar.displayName(), calendar.description(), text);
      default -> {
        // kept as it is
      }
    }
  }

  /** The element alone, with the namespaces that it uses declared in it. */
  private static String xml(Element element) {
    try {
      var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
      document.appendChild(document.importNode(element, true));
      Transformer transformer = TransformerFactory.newInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      var out = new java.io.StringWriter();
      transformer.transform(new DOMSource(document), new StreamResult(out));
      return out.toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
