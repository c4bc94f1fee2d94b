package caldavbackup.folder;

import io.grpc.Status;

/** The sentence in a gRPC error. */
final class GrpcText {
  private GrpcText() {}

  static String of(Throwable thrown) {
    Status status = Status.fromThrowable(thrown);
    return status.getDescription() != null
        ? status.getDescription()
        : String.valueOf(thrown.getMessage());
  }
}
