package caldavbackup.changes;

import caldavbackup.backup.FoundCalendars;
import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.camel.Observers;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.options.Include;
import caldavbackup.options.Option;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;

/**
 * Bean {@code caldavChanges}: the start and end of a run of {@code direct:caldav-backup}, and the
 * choice of calendars. {@link CalendarSteps} delivers each calendar.
 */
public final class ChangeSteps {
  private static final List<Option> CALENDAR_FILTERS =
      List.of(Option.CALENDARS, Option.EXCLUDE_CALENDARS);

  private final RunsUnderWay runs = new RunsUnderWay();

  /**
   * Begins a run.
   *
   * @throws Failure when the exchange has no account; or, after the run exists so that its status
   *     reports it, when a property of the context is invalid
   */
  public void begin(Exchange exchange) throws Failure {
    exchange.removeProperty(DeliveryRun.PROPERTY); // of an earlier run
    DeliveryRun run =
        new DeliveryRun(
            Account.of(exchange), Endpoints.of(exchange), Observers.of(exchange.getContext()));
    exchange.setProperty(DeliveryRun.PROPERTY, run);
    run.underWay().patience(patience(exchange));
  }

  private static Duration patience(Exchange exchange) throws Failure {
    String text = exchange.getContext().resolvePropertyPlaceholders("{{caldav.sink.timeout:5m}}");
    try {
      return exchange.getContext().getTypeConverter().mandatoryConvertTo(Duration.class, text);
    } catch (NoTypeConversionAvailableException | RuntimeException e) {
      throw Failure.option(
          "the property caldav.sink.timeout is '" + text + "': give a duration, such as 5m");
    }
  }

  /**
   * Opens the state store. The calendars found are available from {@link FoundCalendars.Next}.
   *
   * @throws Failure when the named state store does not exist, cannot be read, or is in use by
   *     another run of the account; when the options select no calendar
   */
  public void found(Exchange exchange) throws Failure {
    DeliveryRun run = DeliveryRun.of(exchange);
    run.open(runs.begin(run, StateStores.of(exchange), exchange.getContext()));
    new FoundCalendars().begin(exchange);
  }

  /** Returns whether a receiver needs all properties of the calendars. */
  public boolean wantsProperties(Exchange exchange) {
    return DeliveryRun.of(exchange).endpoints().manifests() != null;
  }

  /**
   * Assigns directories to the calendars in the body, and stores them in the state store.
   *
   * @return the calendars with wanted events
   * @throws Failure when the state store cannot be written
   */
  public List<Calendar> place(Exchange exchange) throws Failure {
    DeliveryRun run = DeliveryRun.of(exchange);
    List<Calendar> calendars = FoundCalendars.of(exchange);
    run.place(calendars, FoundCalendars.discovery(exchange).homes());
    List<Calendar> wanted = new DiscoverySteps().withWantedEvents(calendars, run.account());
    Map<Calendar, String> directories = new HashMap<>();
    wanted.forEach(calendar -> directories.put(calendar, run.directory(calendar)));
    run.held().add(directories);
    return wanted;
  }

  /**
   * Requests each calendar that the sink may have but that discovery did not find, to prove its
   * deletion. Calendars that options may exclude are not requested.
   */
  public void doubtHeld(Exchange exchange) {
    Discovery discovery = FoundCalendars.discovery(exchange);
    lookedFor(exchange)
        .forEach((directory, held) -> discovery.doubtUnlessFound(held.href(), directory));
  }

  private static Map<String, HeldAccount.Held> lookedFor(Exchange exchange) {
    DeliveryRun run = DeliveryRun.of(exchange);
    Options options = run.account().options();
    boolean isFiltered = CALENDAR_FILTERS.stream().anyMatch(options::isGiven);
    if (isFiltered || run.selection().isFilter()) {
      return Map.of();
    }
    boolean withDelegated = options.include().contains(Include.DELEGATED);
    Map<String, HeldAccount.Held> held = run.held().all();
    held.values().removeIf(one -> !one.isLookedFor(withDelegated));
    return held;
  }

  /**
   * The calendars that were deleted on the server; none while the state of any calendar is in
   * doubt.
   */
  public List<GoneCalendar> gone(Exchange exchange) {
    DeliveryRun run = DeliveryRun.of(exchange);
    Discovery discovery = FoundCalendars.discovery(exchange);
    if (!discovery.problems().isEmpty() || discovery.calendars().isEmpty()) {
      return List.of();
    }
    String root = Hrefs.root(discovery.calendars().get(0).url());
    Map<String, HeldAccount.Held> held = lookedFor(exchange);
    held.keySet().removeIf(run::isPlaced);
    held.values().removeIf(one -> isFound(discovery, one.href()));
    return held.entrySet().stream()
        .map(one -> new GoneCalendar(one.getKey(), root + one.getValue().href()))
        .toList();
  }

  private static boolean isFound(Discovery discovery, String href) {
    String path = Hrefs.canonicalPath(href);
    return discovery.calendars().stream()
        .anyMatch(calendar -> Hrefs.canonicalPath(calendar.url()).equals(path));
  }

  /**
   * Ends a run without a failure so far.
   *
   * @throws Failure when something could not be listed or read, or was not accepted
   */
  public void prove(Exchange exchange) throws Failure {
    DeliveryRun run = DeliveryRun.of(exchange);
    Discovery discovery = FoundCalendars.discovery(exchange);
    discovery.problems().forEach(problem -> run.problems().failed("/", problem));
    if (discovery.calendars().isEmpty() && !run.held().all().isEmpty()) {
      // a server that was reinstalled must not empty the sink
      run.problems()
          .failed(
              "/",
              "the account has no calendars, but the state store contains some: no"
                  + " deletions are sent; if this is correct, empty the state store");
    }
    run.problems().require();
  }

  /**
   * Notes the failure of the run.
   *
   * @throws Failure the same failure when there is no run for a status
   */
  public void failed(Exchange exchange) throws Failure {
    Failure failure = Failures.ofCaught(exchange);
    DeliveryRun run = DeliveryRun.of(exchange);
    if (run == null) {
      throw failure;
    }
    run.fail(failure);
  }

  /**
   * Waits until the host has processed all messages, then returns the status as the last one, if it
   * is wanted.
   */
  public List<HostMessage> status(Exchange exchange) {
    DeliveryRun run = DeliveryRun.of(exchange);
    try {
      return run.finish();
    } finally {
      runs.end(run);
    }
  }

  /**
   * Ends the run. The body becomes its status as JSON text.
   *
   * @throws Failure the failure of the run
   */
  public String end(Exchange exchange) throws Failure {
    return DeliveryRun.of(exchange).end();
  }
}
