package com.example.fleet;

import caldavbackup.camel.CaldavConstants;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Exchange;

/**
 * Bean {@code manifests}: a manifest whose objects are not all in the sink waits in the database,
 * and the sink goes on. It is looked at again until its objects are there, a newer manifest of its
 * calendar comes, or {@code fleet.manifest.patience} is over.
 */
public final class Manifests {
  /** Header of a manifest that waited: since when, in milliseconds since 1970. */
  static final String SINCE = "fleetSince";

  /** One that was sent to a broker that lost it is sent again. */
  private static final Duration LOST = Duration.ofMinutes(5);

  private final ManifestTable table;
  private final long patience;
  private final long pause;

  /** Manifests that wait as long as the properties say. */
  public Manifests(DataSource database, Settings settings) {
    table = new ManifestTable(database);
    patience = settings.time("fleet.manifest.patience").toMillis();
    pause = settings.time("fleet.manifest.retry").toMillis();
  }

  /** Whether the manifest is new or waits still: one that waited must not follow a newer one into the sink. */
  public boolean isWanted(Exchange exchange) throws SQLException {
    String since = exchange.getMessage().getHeader(SINCE, String.class);
    if (since == null) {
      return true;
    }
    ManifestTable.Waiting waiting = table.read(account(exchange), calendar(exchange));
    return waiting != null && since.equals(String.valueOf(waiting.since())) && waiting.message().equals(text(exchange));
  }

  /** The manifest is in the sink. */
  public void kept(Exchange exchange) throws SQLException {
    table.forget(account(exchange), calendar(exchange));
  }

  /** An object is missing: sets property {@code fleetVerdict} to {@code later} or {@code dead}. */
  public void missing(Exchange exchange) throws SQLException {
    long now = System.currentTimeMillis();
    ManifestTable.Waiting waiting = table.read(account(exchange), calendar(exchange));
    boolean isKnown = waiting != null && waiting.message().equals(text(exchange));
    long since = isKnown ? waiting.since() : now;
    if (now - since >= patience) {
      table.forget(account(exchange), calendar(exchange));
      exchange.setProperty(Work.VERDICT, "dead");
    } else {
      table.write(new ManifestTable.Waiting(account(exchange), calendar(exchange), since, now + pause, text(exchange)));
      exchange.setProperty(Work.VERDICT, "later");
    }
  }

  /** The manifests that are to be looked at again. */
  public List<ManifestTable.Waiting> due() throws SQLException {
    return table.due(System.currentTimeMillis());
  }

  /** One of them was sent: the exchange has it in property {@code waiting}. */
  public void sent(Exchange exchange) throws SQLException {
    long again = System.currentTimeMillis() + LOST.toMillis();
    table.sent(exchange.getProperty("waiting", ManifestTable.Waiting.class), again);
  }

  private static String account(Exchange exchange) {
    return exchange.getMessage().getHeader(Messages.ACCOUNT, String.class);
  }

  private static String calendar(Exchange exchange) {
    return exchange.getMessage().getHeader(CaldavConstants.CALENDAR, String.class);
  }

  private static String text(Exchange exchange) {
    return exchange.getProperty(Messages.TEXT, String.class);
  }
}
