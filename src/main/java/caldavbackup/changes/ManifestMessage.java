package caldavbackup.changes;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Message;

/** The manifest of a calendar (schema/manifest.schema.json). */
final class ManifestMessage extends HostMessage {
  private static final int FORMAT = 1;

  private final CalendarDelivery delivery;

  /** Creates the manifest of a calendar with a complete listing and accepted changes. */
  ManifestMessage(CalendarDelivery delivery) {
    super(delivery.run());
    this.delivery = delivery;
  }

  @Override
  String endpoint() {
    return run().endpoints().manifests();
  }

  @Override
  String kind() {
    return "manifest";
  }

  @Override
  String name() {
    return "the manifest of " + delivery.directory();
  }

  @Override
  void write(Message message) {
    put(message, CaldavConstants.CALENDAR, delivery.directory());
    put(message, CaldavConstants.CALENDAR_HREF, Hrefs.path(delivery.calendar().url()));
    put(message, CaldavConstants.COMPLETE, String.valueOf(delivery.content().isComplete()));
    message.setBody(CalendarContent.text(this::write));
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeNumberField("format", FORMAT);
    json.writeStringField("origin", run().origin());
    json.writeStringField("run", run().id());
    json.writeObjectFieldStart("calendar");
    json.writeStringField("directory", delivery.directory());
    json.writeStringField("href", Hrefs.path(delivery.calendar().url()));
    if (!delivery.isGone()) {
      json.writeFieldName("identity");
      json.writeRawValue(identity());
    }
    json.writeEndObject();
    if (delivery.isGone()) {
      json.writeBooleanField("gone", true);
    }
    json.writeBooleanField("complete", delivery.content().isComplete());
    delivery.counts().write(json);
    delivery.content().write(json);
    Map<String, String> selected = run().account().options().selected();
    if (!selected.isEmpty()) {
      json.writeObjectFieldStart("selection");
      for (Map.Entry<String, String> one : selected.entrySet()) {
        json.writeStringField(one.getKey(), one.getValue());
      }
      json.writeEndObject();
    }
  }

  private String identity() {
    Calendar calendar = delivery.calendar();
    CalendarContent content = delivery.content();
    byte[] file =
        CalendarFiles.of(
                calendar,
                CalendarParts.whole(calendar, run().calendars()),
                run().account().options().selected(),
                new CalendarFiles.Count(content.size(), content.isComplete()))
            .get(CalendarFiles.IDENTITY);
    return new String(file, StandardCharsets.UTF_8).strip();
  }

  @Override
  void taken() throws Failure {
    run().countManifest();
    if (delivery.isGone()) {
      delivery.forget();
    }
  }

  @Override
  void notTaken() {
    // the run reports it at its end; the next one sends another
  }
}
