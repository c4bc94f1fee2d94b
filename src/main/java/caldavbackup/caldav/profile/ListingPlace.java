package caldavbackup.caldav.profile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where one listing is stored: a file of this machine, or a store that workers share. */
interface ListingPlace {
  /**
   * The end of a stored listing.
   *
   * @param bytes the last bytes
   * @param from the number of bytes before them
   */
  record Tail(byte[] bytes, long from) {}

  /** A new listing. It replaces the stored one when it is committed. */
  interface Draft extends Closeable {
    /** Returns the stream that receives the listing. */
    OutputStream out();

    /** Commits the listing. The stream is already closed. */
    void commit() throws IOException;

    /** Removes a listing that was not committed. */
    @Override
    void close();
  }

  /**
   * Returns the last bytes of the stored listing.
   *
   * @param most the maximum number of bytes
   * @throws IOException also when nothing is stored
   */
  Tail tail(int most) throws IOException;

  /** Returns the whole stored listing. */
  InputStream open() throws IOException;

  /** Starts a new listing. */
  Draft draft() throws IOException;

  /** Removes the stored listing. */
  void delete();
}
