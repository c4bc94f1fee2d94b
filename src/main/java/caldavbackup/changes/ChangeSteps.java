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
 * Bean {@code caldavChanges}: a run of {@code direct:caldav-backup} from its beginning to its end,
 * and which of the account's calendars it delivers. What is delivered of a calendar says {@link
 * CalendarSteps}.
 */
public final class ChangeSteps {
  private static final List<Option> CALENDAR_FILTERS =
      List.of(Option.CALENDARS, Option.EXCLUDE_CALENDARS);

  private final RunsUnderWay runs = new RunsUnderWay();

  /**
   * Begins a run.
   *
   * @throws Failure when the exchange has no account; or, once there is a run whose status says so,
   *     when a property of the context is wrong
   */
  public void begin(Exchange exchange) throws Failure {
    exchange.removeProperty(DeliveryRun.PROPERTY); // of a run before
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
   * Opens the store of states; the calendars that were found wait for {@link FoundCalendars.Next}.
   *
   * @throws Failure when there is no store of the name that is given, or it cannot be read, or
   *     another run of the account uses it; when the options leave no calendar
   */
  public void found(Exchange exchange) throws Failure {
    DeliveryRun run = DeliveryRun.of(exchange);
    run.open(runs.begin(run, StateStores.of(exchange), exchange.getContext()));
    new FoundCalendars().begin(exchange);
  }

  /** Whether anybody is told all properties of a calendar. */
  public boolean wantsProperties(Exchange exchange) {
    return DeliveryRun.of(exchange).endpoints().manifests() != null;
  }

  /**
   * Gives the calendars in the body their directories. The store of states knows them from now on.
   *
   * @return those of them whose events are wanted
   * @throws Failure when the store cannot be written
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
   * Each calendar that the sink may have and discovery did not show must say itself that it is
   * gone. None is asked where the options may have left it out.
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

  /** The calendars that are gone from the server; none while any is in doubt. */
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
   * Ends a run to which nothing happened.
   *
   * @throws Failure when something could not be listed or read, or was not taken
   */
  public void prove(Exchange exchange) throws Failure {
    DeliveryRun run = DeliveryRun.of(exchange);
    Discovery discovery = FoundCalendars.discovery(exchange);
    discovery.problems().forEach(problem -> run.problems().failed("/", problem));
    if (discovery.calendars().isEmpty() && !run.held().all().isEmpty()) {
      // a server that was set up anew must not empty what the sink has
      run.problems()
          .failed(
              "/",
              "the account has no calendar any more, and the store of states holds some of it: no"
                  + " deletion is told; if that is right, empty the store");
    }
    run.problems().require();
  }

  /**
   * Notes what the run fails with.
   *
   * @throws Failure the same when there is no run that could have a status
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
   * Waits until the host has done with all messages; the status is the last one, when it is wanted.
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
   * Ends the run; the body becomes its status, as JSON text.
   *
   * @throws Failure what it fails with
   */
  public String end(Exchange exchange) throws Failure {
    return DeliveryRun.of(exchange).end();
  }
}
