package caldavbackup.plakar;

import caldavbackup.backup.BackupRun;
import caldavbackup.backup.HeldCalendars;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Routes;
import caldavbackup.http.AccountRoutes;
import caldavbackup.oauth.Oauth2SignIn;
import caldavbackup.options.Options;
import caldavbackup.proto.importer.CloseRequest;
import caldavbackup.proto.importer.CloseResponse;
import caldavbackup.proto.importer.ImportRequest;
import caldavbackup.proto.importer.ImportResponse;
import caldavbackup.proto.importer.ImporterGrpc;
import caldavbackup.proto.importer.InitRequest;
import caldavbackup.proto.importer.InitResponse;
import caldavbackup.proto.importer.OpenRequest;
import caldavbackup.proto.importer.OpenResponse;
import caldavbackup.proto.importer.PingRequest;
import caldavbackup.proto.importer.PingResponse;
import caldavbackup.text.Failure;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.camel.component.grpc.GrpcConstants;

/**
 * Plakar's importer protocol, version 1.1.0: Init checks the options, Import lists, Open returns
 * bytes.
 *
 * <p>One instance serves one account, because Plakar starts a process for each.
 */
public final class ImporterService extends ImporterGrpc.ImporterImplBase {
  /**
   * Plakar's flag FLAG_STREAM: do not start a second process that lists everything only to count
   * it.
   */
  private static final int STREAM = 4;

  private final Routes routes;
  private final Executor workers;
  private final BackupRun run = new BackupRun();
  private volatile AccountRoutes account;

  /**
   * Creates a service for the given routes. Work that waits runs on the workers. Threads of gRPC
   * only receive records, and return data that are in memory.
   */
  public ImporterService(Routes routes, Executor workers) {
    this.routes = routes;
    this.workers = workers;
  }

  @Override
  public void init(InitRequest request, StreamObserver<InitResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          Map<String, String> given = new HashMap<>(request.getConfigMap());
          run.hold(new HeldCalendars(HeldOptions.take(given)));
          Options options = Options.forBackup(given);
          account = new AccountRoutes(routes, Oauth2SignIn.account(options));
          run.ignore(request.getOptions().getExcludesList());
          return InitResponse.newBuilder()
              .setOrigin(options.origin())
              .setType("caldav")
              .setRoot("/")
              .setFlags(STREAM)
              .build();
        });
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> observer) {
    workers.execute(
        () ->
            Unary.answer(
                observer,
                () -> {
                  account().send("direct:caldav-discover", null, Map.of());
                  return PingResponse.getDefaultInstance();
                }));
  }

  @Override
  public StreamObserver<ImportRequest> import_(StreamObserver<ImportResponse> observer) {
    CallObserver<ImportResponse> plakar = new CallObserver<>(observer, () -> {});
    Completion completion = new Completion(plakar);
    workers.execute(
        () -> {
          try {
            Map<String, Object> properties =
                Map.of(CaldavConstants.BACKUP, run, GrpcConstants.GRPC_RESPONSE_OBSERVER, plakar);
            account().send("direct:caldav-import", null, properties);
            plakar.onNext(ImportResponse.newBuilder().setFinished(true).build());
            completion.workDone();
          } catch (Exception | Error e) { // otherwise the call would never end
            plakar.onError(Statuses.of(e));
          }
        });
    return new StreamObserver<>() {
      @Override
      public void onNext(ImportRequest acknowledgement) {
        run.forget(acknowledgement.getResult().getHeader().getPathname());
      }

      @Override
      public void onError(Throwable error) {
        // cancelled; the observer of the response stream is notified
      }

      @Override
      public void onCompleted() {
        completion.clientDone();
      }
    };
  }

  @Override
  public void open(OpenRequest request, StreamObserver<OpenResponse> observer) {
    CallObserver<OpenResponse> plakar = new CallObserver<>(observer, () -> {});
    String path = request.getRecord().getPathname();
    Runnable answer =
        () -> {
          try {
            byte[] bytes = run.readAhead().takeAtHand(path, Messages.CHUNK_BYTES);
            if (bytes != null) { // the common case: no route has anything to decide
              Messages.chunks(bytes).forEachRemaining(plakar::onNext);
            } else {
              Map<String, Object> properties =
                  Map.of(CaldavConstants.BACKUP, run, GrpcConstants.GRPC_RESPONSE_OBSERVER, plakar);
              account().send("direct:caldav-open", path, properties);
            }
            plakar.onCompleted();
          } catch (Exception | Error e) { // otherwise the call would never end
            plakar.onError(Statuses.of(e));
          }
        };
    if (run.isAtHand(path, Messages.CHUNK_BYTES)) {
      // one chunk in memory: no wait, and two thread switches fewer
      answer.run();
    } else {
      workers.execute(answer);
    }
  }

  @Override
  public void close(CloseRequest request, StreamObserver<CloseResponse> observer) {
    run.readAhead().close();
    Unary.close(account);
    Unary.answer(observer, CloseResponse::getDefaultInstance);
  }

  private AccountRoutes account() throws Failure {
    return Unary.initialised(account);
  }

  /**
   * Ends the import when both sides are done. Plakar treats an end before its own half-close as a
   * failure.
   */
  private static final class Completion {
    private final StreamObserver<?> observer;
    private boolean work;
    private boolean client;

    Completion(StreamObserver<?> observer) {
      this.observer = observer;
    }

    synchronized void workDone() {
      work = true;
      complete();
    }

    synchronized void clientDone() {
      client = true;
      complete();
    }

    private void complete() {
      if (work && client) {
        observer.onCompleted();
      }
    }
  }
}
