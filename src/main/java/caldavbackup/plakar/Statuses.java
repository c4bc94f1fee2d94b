package caldavbackup.plakar;

import caldavbackup.http.Failures;
import caldavbackup.text.Failure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * gRPC statuses for failures. Plakar shows a status' text for all codes but UNAVAILABLE and
 * CANCELLED, so those two are never used.
 */
final class Statuses {
  private Statuses() {}

  static StatusRuntimeException of(Throwable thrown) {
    Failure failure = Failures.of(thrown);
    Status status =
        switch (failure.kind()) {
          case OPTION -> Status.INVALID_ARGUMENT;
          case SIGN_IN -> Status.UNAUTHENTICATED;
          case FORBIDDEN -> Status.PERMISSION_DENIED;
          case SERVER -> Status.FAILED_PRECONDITION;
          case GONE -> Status.NOT_FOUND;
          case INCOMPLETE, CANCELLED, INTERNAL -> Status.INTERNAL;
        };
    return status.withDescription(failure.getMessage()).asRuntimeException();
  }
}
