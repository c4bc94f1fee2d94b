package caldavbackup.caldav.discover;

import caldavbackup.text.Failure;
import caldavbackup.text.OptionalLibrary;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.List;

/** The addresses of a domain's calendars in DNS (RFC 6764). */
final class Services {
  private static final int MAX_CANDIDATES = 20;

  private Services() {}

  /**
   * The addresses to try, best first; empty when DNS has none.
   *
   * @throws Failure when all are in another domain: a DNS answer must not make the client send a
   *     password there (RFC 6764, section 8)
   */
  static List<String> of(Discovery discovery) throws Failure {
    String location = discovery.location().url();
    String domain = Hrefs.host(location);
    boolean plain = location.startsWith("http:");
    List<String> candidates = new ArrayList<>();
    List<String> elsewhere = new ArrayList<>();
    for (String service : plain ? List.of("_caldavs", "_caldav") : List.of("_caldavs")) {
      String scheme = service.equals("_caldavs") ? "https" : "http";
      ServiceRecords records;
      try {
        OptionalLibrary.DNSJAVA.require("the DNS look-up of " + domain);
        records = ServiceRecords.of(service, domain);
      } catch (Failure e) {
        discovery.noteServices(e.getMessage());
        continue;
      }
      for (ServiceRecords.Host host : records.hosts()) {
        boolean standard = host.port() == (scheme.equals("https") ? 443 : 80);
        String authority = host.name() + (standard ? "" : ":" + host.port());
        if (Domains.together(host.name(), domain)) {
          String root = scheme + "://" + authority;
          records.paths().forEach(path -> candidates.add(root + path));
          candidates.add(root + "/.well-known/caldav");
          candidates.add(root + "/");
          discovery.note("DNS names " + root + " for " + domain);
        } else {
          elsewhere.add(
              (scheme.equals("https") ? "caldav://" : "caldav+http://") + authority + "/");
        }
      }
    }
    if (candidates.isEmpty() && !elsewhere.isEmpty()) {
      throw new Failure(
          Failure.Kind.SERVER,
          "DNS names another domain for the calendars of "
              + domain
              + ", and the password is not sent there automatically: give "
              + elsewhere.get(0)
              + " as location if this is correct");
    }
    if (candidates.isEmpty()) {
      discovery.noteServices("DNS has no CalDAV service for " + domain);
    }
    return candidates.size() > MAX_CANDIDATES ? candidates.subList(0, MAX_CANDIDATES) : candidates;
  }
}
