package caldavbackup.caldav.discover;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * The DNS records of a domain's CalDAV service (RFC 6764, sections 3 and 4).
 *
 * <p>This is the only class that uses the DNS library, so that it is loaded on demand. The library
 * uses the system's name servers, or those in the system property {@code dns.server}.
 *
 * @param hosts the servers, best first
 * @param paths the context paths in TXT records
 */
record ServiceRecords(List<Host> hosts, List<String> paths) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int TRIES = 2;
  private static final String PATH = "path=";

  /** The target of an SRV record. */
  record Host(String name, int port) {}

  /**
   * Looks up {@code SERVICE._tcp.DOMAIN}.
   *
   * @throws Failure when no name server answers
   */
  static ServiceRecords of(String service, String domain) throws Failure {
    Name name;
    try {
      name = Name.fromString(service + "._tcp." + domain, Name.root);
    } catch (TextParseException e) {
      return new ServiceRecords(List.of(), List.of()); // DNS cannot contain this name
    }
    ExtendedResolver resolver = new ExtendedResolver();
    resolver.setTimeout(PATIENCE);
    resolver.setRetries(TRIES);
    LookupSession session = LookupSession.builder().resolver(resolver).build();
    List<SRVRecord> services = new ArrayList<>();
    ask(session, name, Type.SRV).forEach(record -> services.add((SRVRecord) record));
    services.sort(
        Comparator.comparingInt(SRVRecord::getPriority)
            .thenComparing(Comparator.comparingInt(SRVRecord::getWeight).reversed()));
    List<Host> hosts = new ArrayList<>();
    for (SRVRecord srv : services) {
      if (!srv.getTarget()
          .equals(Name.root)) { // a single dot means that the service is not available
        hosts.add(new Host(srv.getTarget().toString(true), srv.getPort()));
      }
    }
    List<String> paths = new ArrayList<>();
    if (!hosts.isEmpty()) {
      for (Record record : ask(session, name, Type.TXT)) {
        for (String text : ((TXTRecord) record).getStrings()) {
          if (text.startsWith(PATH + "/")) {
            paths.add(text.substring(PATH.length()));
          }
        }
      }
    }
    return new ServiceRecords(hosts, paths);
  }

  private static List<Record> ask(LookupSession session, Name name, int type) throws Failure {
    try {
      return session.lookupAsync(name, type).toCompletableFuture().get().getRecords();
    } catch (ExecutionException | CompletionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
        return List.of();
      }
      throw new Failure(
          Failure.Kind.SERVER,
          "DNS does not answer for "
              + name.toString(true)
              + (cause instanceof IOException ? "" : " (" + cause.getMessage() + ")"),
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while waiting for DNS");
    }
  }
}
