package caldavbackup.plakar;

import caldavbackup.http.AccountRoutes;
import caldavbackup.text.Failure;
import io.grpc.stub.StreamObserver;

/** Code that both services share for unary calls. */
final class Unary {
  /** Creates the response. */
  interface Answer<T> {
    T get() throws Exception;
  }

  private Unary() {}

  static <T> void answer(StreamObserver<T> observer, Answer<T> answer) {
    T message;
    try {
      message = answer.get();
    } catch (Exception e) {
      observer.onError(Statuses.of(e));
      return;
    }
    observer.onNext(message);
    observer.onCompleted();
  }

  static AccountRoutes initialised(AccountRoutes account) throws Failure {
    if (account == null) {
      throw Failure.option("Init was not called, or failed");
    }
    return account;
  }

  static void close(AccountRoutes account) {
    if (account != null) {
      account.account().close();
    }
  }
}
