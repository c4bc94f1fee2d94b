package caldavbackup.restore.manifest;

import caldavbackup.caldav.Calendar;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.PlanSteps;
import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code caldavManifests}: the steps before and after {@code direct:caldav-export}. */
public final class ManifestSteps {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final String STATE = "CamelCaldavManifestRestore";
  private static final String BYTES = "direct:caldav-restore-bytes";

  /** Resources that live as long as the restore. */
  private record State(RestoreResult result, ProducerTemplate template) {}

  /**
   * Reads the manifests in the body and sets the body to the records that they describe. The bytes
   * are requested as the records are read.
   *
   * @throws Failure if a manifest is damaged, or the source of the bytes is unknown; the body is
   *     unchanged
   */
  public void begin(Exchange exchange) throws Failure {
    Options options = Account.of(exchange).options();
    List<Manifest> manifests = Manifests.of(exchange);
    if (manifests.stream().allMatch(Manifest::isGone)) {
      throw Failure.option(
          "there is nothing to restore: the calendars were gone when their manifests were written");
    }
    if (manifests.stream().anyMatch(one -> !one.objects().isEmpty())) {
      requireEndpoint(exchange);
    }
    for (Manifest manifest : manifests) {
      if (!manifest.isComplete() && !manifest.isGone()) {
        LOG.warn("{} is not complete: only the objects in it are restored", manifest.label());
      }
    }
    RestoreResult result = new RestoreResult(manifests);
    Exchange empty = ExchangeHelper.createCopy(exchange, false);
    empty.getMessage().removeHeaders("*");
    empty.getMessage().setBody(null);
    ProducerTemplate template = exchange.getContext().createProducerTemplate();
    ManifestRecords records =
        new ManifestRecords(
            manifests.stream().map(one -> wanted(one, options)).toList(),
            (manifest, object) -> ask(template, empty, manifest, object),
            options.concurrency());
    Consumer<RecordResult> taker = result::take;
    exchange.setProperty(PlanSteps.TAKER, taker);
    exchange.setProperty(STATE, new State(result, template));
    exchange.getMessage().setBody(records);
  }

  private static void requireEndpoint(Exchange exchange) throws Failure {
    String where = "exchange property '" + CaldavConstants.RESTORE_FROM + "'";
    String endpoint = exchange.getProperty(CaldavConstants.RESTORE_FROM, String.class);
    if (endpoint == null) {
      where = "property caldav.restore.from";
      endpoint = exchange.getContext().resolvePropertyPlaceholders("{{caldav.restore.from:}}");
    }
    if (endpoint.isBlank()) {
      throw Failure.option(
          "the source of the objects' bytes is unknown: set an endpoint in exchange property '"
              + CaldavConstants.RESTORE_FROM
              + "' or in property caldav.restore.from");
    }
    try {
      exchange.getContext().getEndpoint(endpoint);
    } catch (RuntimeException e) {
      throw Failure.option(where + " is not an endpoint: " + Failures.of(e).getMessage());
    }
    exchange.setProperty(CaldavConstants.RESTORE_FROM, endpoint);
  }

  /**
   * Excludes the objects of calendars that the options do not select: their bytes are not
   * requested.
   */
  private static Manifest wanted(Manifest manifest, Options options) {
    try {
      Calendar saved = manifest.isGone() ? null : CalendarFiles.parse(manifest.identity());
      return saved == null || saved.isWantedBy(options.selection())
          ? manifest
          : manifest.withoutObjects();
    } catch (Failure e) {
      throw new IllegalStateException("an identity that was read can be read", e);
    }
  }

  private static CompletableFuture<Exchange> ask(
      ProducerTemplate template, Exchange empty, Manifest manifest, ManifestObject object) {
    Exchange one = ExchangeHelper.createCopy(empty, false);
    one.setPattern(ExchangePattern.InOut);
    one.setProperty(ObjectBytes.LENGTH, (int) Math.min(object.length(), Integer.MAX_VALUE - 1));
    Message message = one.getMessage();
    set(message, CaldavConstants.ORIGIN, manifest.origin());
    set(message, CaldavConstants.CALENDAR, manifest.directory());
    set(message, CaldavConstants.PATH, object.path());
    set(message, CaldavConstants.HREF, object.href());
    set(message, CaldavConstants.ETAG, object.etag());
    if (ManifestPaths.isFileName(object.name())) {
      set(message, CaldavConstants.NAME, object.name());
    }
    return template.asyncSend(BYTES, one);
  }

  private static void set(Message message, String header, String value) {
    if (value != null) {
      message.setHeader(header, value);
    }
  }

  /** Sets the body to the result. */
  public void result(Exchange exchange) throws Failure {
    end(exchange, null);
  }

  /**
   * Sets the body to the result of a failed restore.
   *
   * @throws Failure always: the cause
   */
  public void failed(Exchange exchange) throws Failure {
    Failure failure = Failures.ofCaught(exchange);
    end(exchange, failure);
    Failures.forget(exchange);
    throw failure;
  }

  private static void end(Exchange exchange, Failure failure) throws Failure {
    State state = (State) exchange.removeProperty(STATE);
    state.template().stop();
    exchange.removeProperty(PlanSteps.TAKER);
    RestorePlan plan = (RestorePlan) exchange.removeProperty(PlanSteps.PLAN);
    Options options = Account.of(exchange).options();
    ObjectNode result = state.result().json(options, plan, failure);
    Message message = exchange.getMessage();
    message.removeHeaders("CamelCaldav*");
    message.setHeader(CaldavConstants.ORIGIN, options.origin());
    message.setHeader(CaldavConstants.COMPLETE, result.path("complete").asText());
    message.setBody(result.toString());
  }
}
