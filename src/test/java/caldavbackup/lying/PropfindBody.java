package caldavbackup.lying;

import caldavbackup.lying.Multistatus.Propstat;
import caldavbackup.lying.Multistatus.Response;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Which properties a request asks for.
 *
 * @param names {@code {namespace}name}; null for all
 * @param namesOnly whether their values are not wanted (RFC 4918, section 14.20)
 */
record PropfindBody(List<String> names, boolean namesOnly) {
  static PropfindBody of(String xml) {
    Element root = parsed(xml);
    if (root == null || root.getElementsByTagNameNS("DAV:", "propname").getLength() > 0) {
      return new PropfindBody(null, root != null);
    }
    NodeList prop = root.getElementsByTagNameNS("DAV:", "prop");
    if (prop.getLength() == 0) {
      return new PropfindBody(null, false);
    }
    List<String> names = new ArrayList<>();
    for (Node node = prop.item(0).getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element) {
        names.add("{" + node.getNamespaceURI() + "}" + node.getLocalName());
      }
    }
    return new PropfindBody(names, false);
  }

  /** The root of an XML document, null for none. */
  static Element parsed(String xml) {
    if (xml.isBlank()) {
      return null;
    }
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return factory
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)))
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError("the client sent no XML: " + xml, e);
    }
  }

  /** What is told of a resource that has these properties. */
  Response response(String href, Map<String, String> all) {
    List<String> there = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    if (names == null) {
      all.forEach((name, element) -> there.add(namesOnly ? empty(name) : element));
    } else {
      for (String name : names) {
        if (all.containsKey(name)) {
          there.add(all.get(name));
        } else {
          missing.add(empty(name));
        }
      }
    }
    List<Propstat> propstats = new ArrayList<>();
    if (!there.isEmpty() || missing.isEmpty()) {
      propstats.add(new Propstat(Multistatus.status(200), there));
    }
    if (!missing.isEmpty()) {
      propstats.add(new Propstat(Multistatus.status(404), missing));
    }
    return new Response(href, null, propstats);
  }

  private static String empty(String name) {
    int brace = name.indexOf('}');
    return "<" + name.substring(brace + 1) + " xmlns=\"" + name.substring(1, brace) + "\"/>";
  }
}
