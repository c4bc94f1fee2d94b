package caldavbackup.caldav.profile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where one kept listing lies: a file of this machine, or a store that workers share. */
interface ListingPlace {
  /**
   * The end of what is kept.
   *
   * @param bytes the last bytes
   * @param from how many bytes are before them
   */
  record Tail(byte[] bytes, long from) {}

  /** A listing that is written; it takes the place of the one before when it is committed. */
  interface Draft extends Closeable {
    /** Where it is written to. */
    OutputStream out();

    /** It is whole: the stream is closed. */
    void commit() throws IOException;

    /** Leaves nothing behind that was not committed. */
    @Override
    void close();
  }

  /**
   * The last bytes of what is kept.
   *
   * @param most how many at most
   * @throws IOException also when nothing is kept
   */
  Tail tail(int most) throws IOException;

  /** All that is kept. */
  InputStream open() throws IOException;

  /** Begins another listing. */
  Draft draft() throws IOException;

  /** Keeps nothing any more. */
  void delete();
}
