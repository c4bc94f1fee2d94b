package caldavbackup.it;

import caldavbackup.backup.BackupRun;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.FilesInJar;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import caldavbackup.text.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * An application that backs up an account: it names no class but ours, Camel's and the JDK's, so
 * that it runs on the smallest class path.
 */
public final class SmallHost {
  private SmallHost() {}

  /** The objects by their names as text, else the sentence of the failure. */
  public static String backUp(Map<String, String> options) throws Exception {
    Map<String, String> objects = new ConcurrentSkipListMap<>();
    try (CamelContext context = new DefaultCamelContext()) {
      FilesInJar.load(context, FilesInJar.OF_APPLICATIONS);
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:caldav-sink")
                  .process(
                      exchange ->
                          objects.put(
                              exchange.getMessage().getHeader(CaldavConstants.NAME, String.class),
                              new String(
                                  exchange.getMessage().getBody(byte[].class),
                                  StandardCharsets.UTF_8)));
            }
          });
      context.start();
      try (Account account = new Accounts().of(new TreeMap<String, Object>(options))) {
        Exchange done =
            context
                .createProducerTemplate()
                .send(
                    "direct:caldav-backup",
                    exchange -> exchange.setProperty(CaldavConstants.ACCOUNT, account));
        return done.getException() instanceof Failure failure
            ? failure.getMessage()
            : done.getException() == null ? objects.toString() : fail(done.getException());
      }
    }
  }

  /** The sentence of the failure that a list of patterns ends with. */
  public static String ignore(Map<String, String> options) {
    try {
      new BackupRun().ignore(List.of("*.ics"));
      return "nothing was missing";
    } catch (Failure e) {
      return e.getMessage();
    }
  }

  /** The sentence of the failure that Plakar's file of routes ends with. */
  public static String loadPlakar(Map<String, String> options) throws Exception {
    try (CamelContext context = new DefaultCamelContext()) {
      FilesInJar.load(context, List.of("errors", "plakar"));
      context.start();
      return "nothing was missing";
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof Failure failure) {
          return failure.getMessage();
        }
      }
      throw e;
    }
  }

  private static String fail(Exception e) throws Exception {
    throw e;
  }
}
