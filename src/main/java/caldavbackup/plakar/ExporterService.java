package caldavbackup.plakar;

import caldavbackup.camel.Routes;
import caldavbackup.http.AccountRoutes;
import caldavbackup.oauth.Oauth2SignIn;
import caldavbackup.options.Options;
import caldavbackup.proto.exporter.CloseRequest;
import caldavbackup.proto.exporter.CloseResponse;
import caldavbackup.proto.exporter.ExportRequest;
import caldavbackup.proto.exporter.ExportResponse;
import caldavbackup.proto.exporter.ExporterGrpc;
import caldavbackup.proto.exporter.InitRequest;
import caldavbackup.proto.exporter.InitResponse;
import caldavbackup.proto.exporter.PingRequest;
import caldavbackup.proto.exporter.PingResponse;
import caldavbackup.text.Failure;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.camel.component.grpc.GrpcConstants;

/**
 * Plakar's exporter protocol, version 1.1.0: Init checks the options, Export receives records and
 * answers each.
 *
 * <p>One instance serves one account, because Plakar starts a process for each.
 */
public final class ExporterService extends ExporterGrpc.ExporterImplBase {
  private final Routes routes;
  private final Executor workers;
  private volatile AccountRoutes account;

  /**
   * Creates a service for the given routes. Work that waits runs on the workers, never on threads
   * of gRPC.
   */
  public ExporterService(Routes routes, Executor workers) {
    this.routes = routes;
    this.workers = workers;
  }

  @Override
  public void init(InitRequest request, StreamObserver<InitResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          Options options = Options.forRestore(request.getConfigMap());
          account = new AccountRoutes(routes, Oauth2SignIn.account(options));
          return InitResponse.newBuilder()
              .setOrigin(options.origin())
              .setType("caldav")
              .setRoot("/")
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
  public StreamObserver<ExportRequest> export(StreamObserver<ExportResponse> observer) {
    IncomingItems items = new IncomingItems((ServerCallStreamObserver<ExportResponse>) observer);
    CallObserver<ExportResponse> plakar = new CallObserver<>(observer, items::cancel);
    workers.execute(
        () -> {
          try {
            account()
                .send(
                    "direct:caldav-export",
                    items,
                    Map.of(GrpcConstants.GRPC_RESPONSE_OBSERVER, plakar));
            requireAnswered(items.taken(), plakar.sent());
            plakar.onCompleted();
          } catch (Exception | Error e) { // otherwise the call would never end
            plakar.onError(Statuses.of(e));
          }
        });
    return items.observer();
  }

  private static void requireAnswered(int taken, int answered) throws Failure {
    if (taken != answered) {
      throw new Failure(
          Failure.Kind.INTERNAL,
          "%d files were received, but %d were answered".formatted(taken, answered));
    }
  }

  @Override
  public void close(CloseRequest request, StreamObserver<CloseResponse> observer) {
    Unary.close(account);
    Unary.answer(observer, CloseResponse::getDefaultInstance);
  }

  private AccountRoutes account() throws Failure {
    return Unary.initialised(account);
  }
}
