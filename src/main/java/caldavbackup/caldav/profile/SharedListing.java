package caldavbackup.caldav.profile;

import caldavbackup.states.Store;
import caldavbackup.text.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A listing in a store of a host application: compressed, in texts that every store accepts. If two
 * workers write at once, their texts may mix. The result is then incomplete, and is not used.
 */
final class SharedListing implements ListingPlace {
  /** Characters per text. MySQL's TEXT accepts 65,535. */
  static final int PAGE = 30_000;

  /** The maximum uncompressed bytes of a listing. It is in memory while it is used. */
  private static final int MOST = 8 << 20;

  private static final String FORMAT = "1";

  private final Store store;
  private final String key;
  private final String revision;
  private final Consumer<Failure> away;
  private byte[] content;

  /**
   * Creates the listing of a calendar.
   *
   * @param key the key of the calendar
   * @param revision the revision to read; a listing of another revision is ignored
   * @param away called when the store cannot be read or written
   */
  SharedListing(Store store, String key, String revision, Consumer<Failure> away) {
    this.store = store;
    this.key = key;
    this.revision = checksum(revision);
    this.away = away;
  }

  private static String checksum(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }

  private String page(int number) {
    return key + "/" + number;
  }

  private byte[] content() throws IOException {
    if (content == null) {
      content = read();
    }
    return content;
  }

  private byte[] read() throws IOException {
    StringBuilder packed = new StringBuilder();
    try {
      String head = store.get(key);
      String[] words = head == null ? new String[0] : head.split(" ", -1);
      if (words.length != 3 || !words[0].equals(FORMAT) || !words[1].equals(revision)) {
        throw new IOException("no listing of this revision is stored");
      }
      int pages = Integer.parseInt(words[2]);
      for (int i = 0; i < pages; i++) {
        String page = store.get(page(i));
        if (page == null || packed.length() > MOST) {
          throw new IOException("the listing is incomplete");
        }
        packed.append(page);
      }
    } catch (Failure e) {
      away.accept(e);
      throw e;
    }
    byte[] bytes = Base64.getUrlDecoder().decode(packed.toString());
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(MOST);
    }
  }

  @Override
  public Tail tail(int most) throws IOException {
    byte[] all = content();
    int from = Math.max(0, all.length - most);
    return new Tail(Arrays.copyOfRange(all, from, all.length), from);
  }

  @Override
  public InputStream open() throws IOException {
    return new ByteArrayInputStream(content());
  }

  @Override
  public Draft draft() throws IOException {
    return new Packed();
  }

  @Override
  public void delete() {
    try {
      store.set(key, null);
    } catch (Failure e) {
      away.accept(e);
    }
  }

  /** Compresses the listing, up to the maximum. */
  private final class Packed implements Draft {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final OutputStream out;
    private int length;

    private Packed() throws IOException {
      OutputStream packing = new GZIPOutputStream(bytes);
      out =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] some, int from, int count) throws IOException {
              length += count;
              if (length > MOST) {
                throw new IOException("the listing is too long for the store");
              }
              packing.write(some, from, count);
            }

            @Override
            public void close() throws IOException {
              packing.close();
            }
          };
    }

    @Override
    public OutputStream out() {
      return out;
    }

    @Override
    public void commit() throws IOException {
      String packed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
      int pages = (packed.length() + PAGE - 1) / PAGE;
      try {
        for (int i = 0; i < pages; i++) {
          int end = Math.min(packed.length(), (i + 1) * PAGE);
          store.set(page(i), packed.substring(i * PAGE, end));
        }
        store.set(key, FORMAT + " " + revision + " " + pages);
      } catch (Failure e) {
        away.accept(e);
        throw e;
      }
    }

    @Override
    public void close() {
      // nothing was written before the commit
    }
  }
}
