package caldavbackup.plakar;

import caldavbackup.http.Failures;
import caldavbackup.text.Failure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Converts failures to gRPC statuses. Plakar hides the text of UNAVAILABLE and CANCELLED, so these
 * codes are not used.
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
