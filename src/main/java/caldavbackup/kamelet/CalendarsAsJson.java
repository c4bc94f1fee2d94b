package caldavbackup.kamelet;

import caldavbackup.caldav.Calendar;
import caldavbackup.webdav.Hrefs;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Converts the calendars in the body to JSON: an array of objects with {@code href}, {@code name},
 * {@code displayname}, {@code description}, {@code color}, {@code role} and {@code components}.
 * Values that the server does not report are absent.
 */
public final class CalendarsAsJson implements Processor {
  @Override
  public void process(Exchange exchange) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Object one : exchange.getMessage().getBody(List.class)) {
      write((Calendar) one, all.addObject());
    }
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
    exchange.getMessage().setBody(all.toString());
  }

  private static void write(Calendar calendar, ObjectNode json) {
    json.put("href", Hrefs.path(calendar.url()));
    json.put("name", calendar.segment());
    put(json, "displayname", calendar.displayName());
    put(json, "description", calendar.description());
    put(json, "color", calendar.color());
    json.put("role", calendar.role().word());
    calendar.components().forEach(json.putArray("components")::add);
  }

  private static void put(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
