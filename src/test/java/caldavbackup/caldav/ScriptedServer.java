package caldavbackup.caldav;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.FilesInJar;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.WholeBody;
import caldavbackup.options.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Routes whose requests end in a script instead of on a wire. The script has the answers to each
 * request by its method and path; one that it does not know is answered 404.
 */
public final class ScriptedServer implements AutoCloseable {
  public static final String ROOT = "http://127.0.0.1:1";

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Map<String, Deque<Answer>> answers = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final List<Account> accounts = new ArrayList<>();

  private record Answer(
      int status, String location, String dav, String server, String body, Exception failure) {
    Answer(int status, String location, String dav, String server, String body) {
      this(status, location, dav, server, body, null);
    }
  }

  /** Routes of these files, with those that send a request. */
  public ScriptedServer(String... files) throws Exception {
    this(Map.of(), files);
  }

  /** The same with property placeholders. */
  public ScriptedServer(Map<String, String> placeholders, String... files) throws Exception {
    Properties properties = new Properties();
    properties.put("caldav.retry.delay", "1");
    properties.putAll(placeholders);
    context.getPropertiesComponent().setInitialProperties(properties);
    List<String> all = new ArrayList<>(List.of("errors", "http"));
    all.addAll(List.of(files));
    FilesInJar.load(context, all);
    context.start(); // the beans of the files are known from now on
    AdviceWith.adviceWith(
        context,
        "caldav-send-once",
        route -> route.weaveById("caldav-http-send").replace().process(this::answer));
  }

  /** Plays a route of the application, or one of a file that is not loaded. */
  public ScriptedServer serves(String route, Processor processor) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:" + route).process(processor);
          }
        });
    return this;
  }

  /** An answer to a request, for example {@code "PUT /work/a.ics"}; the last one stays. */
  public ScriptedServer answers(String request, int status, String body) {
    return answers(request, new Answer(status, null, null, null, body));
  }

  /** The same in place of all others to this request. */
  public ScriptedServer answersInstead(String request, int status, String body) {
    answers.remove(request);
    return answers(request, status, body);
  }

  /** The context that has the routes. */
  public CamelContext context() {
    return context;
  }

  /** One answer in place of all others to a request. */
  public ScriptedServer answersOnly(String request, int status) {
    answers.remove(request);
    return answers(request, status, "");
  }

  /** An answer with the header Location. */
  public ScriptedServer answersFrom(String request, int status, String location) {
    return answers(request, new Answer(status, location, null, null, ""));
  }

  /** No answer: the connection fails. */
  public ScriptedServer fails(String request, Exception failure) {
    return answers(request, new Answer(0, null, null, null, "", failure));
  }

  /** An answer to OPTIONS. */
  public ScriptedServer says(String path, String server, String dav) {
    return answers("OPTIONS " + path, new Answer(200, null, dav, server, ""));
  }

  private ScriptedServer answers(String request, Answer answer) {
    answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(answer);
    return this;
  }

  /** A multistatus with one response that has these properties. */
  public static String has(String path, String properties) {
    return "<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'"
        + " xmlns:a='http://apple.com/ns/ical/'><d:response><d:href>"
        + path
        + "</d:href><d:propstat><d:prop>"
        + properties
        + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
        + "</d:multistatus>";
  }

  /** A multistatus that says of the whole resource that it has this status. */
  public static String isOfStatus(String path, String status) {
    return "<d:multistatus xmlns:d='DAV:'><d:response><d:href>"
        + path
        + "</d:href><d:status>HTTP/1.1 "
        + status
        + "</d:status></d:response></d:multistatus>";
  }

  private void answer(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    String method = message.getHeader(CaldavConstants.METHOD, String.class);
    String url = message.getHeader(CaldavConstants.URL, String.class);
    String request = method + " " + url.substring(ROOT.length());
    String sent = message.getBody(String.class);
    String condition =
        message.getHeader(CaldavConstants.IF_NONE_MATCH) != null
            ? " if new"
            : message.getHeader(CaldavConstants.IF_MATCH) != null ? " if unchanged" : "";
    requests.add(request + condition + (method.equals("PUT") ? ": " + summary(sent) : ""));
    Secret token = exchange.getProperty(CaldavConstants.TOKEN, Secret.class);
    tokens.add(token == null ? "none" : token.reveal());
    Deque<Answer> known = answers.get(request);
    Answer answer =
        known == null
            ? new Answer(404, null, null, null, "")
            : known.size() > 1 ? known.poll() : known.peek();
    if (answer.failure() != null) {
      throw answer.failure();
    }
    exchange.setProperty(
        CaldavConstants.ANSWER,
        new HttpAnswer(
            url,
            answer.status(),
            answer.location(),
            null,
            null,
            answer.server(),
            null,
            answer.dav()));
    if (answer.status() > 308) { // as okStatusCodeRange of the endpoint says
      throw new HttpOperationFailedException(
          url, answer.status(), null, null, Map.of(), answer.body());
    }
    message.setBody(WholeBody.of(answer.body().getBytes(StandardCharsets.UTF_8)));
  }

  private static String summary(String object) {
    int at = object == null ? -1 : object.indexOf("SUMMARY:");
    return at < 0 ? String.valueOf(object).strip() : object.substring(at).split("\r\n", 2)[0];
  }

  /** What was asked so far, in order, with the condition and the object's summary of a PUT. */
  public List<String> requests() {
    return requests;
  }

  /** The token of each request so far, "none" where there was none. */
  public List<String> signedWith() {
    return tokens;
  }

  /** An account with these options besides its location. */
  public Account account(Map<String, String> options) throws Exception {
    Map<String, Object> all = new HashMap<>(options);
    all.put("location", "caldav+" + ROOT + "/");
    Account account = new Accounts().of(all);
    accounts.add(account);
    return account;
  }

  /** An exchange of an account. */
  public Exchange exchange(Account account) {
    Exchange exchange = context.getEndpoint("direct:test").createExchange();
    exchange.setProperty(CaldavConstants.ACCOUNT, account);
    return exchange;
  }

  /** Sends an exchange to a route. */
  public Exchange send(String route, Exchange exchange) {
    return context.createProducerTemplate().send("direct:" + route, exchange);
  }

  @Override
  public void close() {
    accounts.forEach(Account::close);
    context.stop();
  }
}
