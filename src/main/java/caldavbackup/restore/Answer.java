package caldavbackup.restore;

/**
 * What became of one record of the stream: told once, when everything that was made of it is
 * settled.
 */
public final class Answer {
  private final Item item;
  private int open;
  private String error;

  /** Nothing is made of the record yet. */
  public Answer(Item item) {
    this.item = item.withoutBytes();
  }

  /** The record. */
  public Item item() {
    return item;
  }

  /** Why it failed, null when it did not. */
  public synchronized String error() {
    return error;
  }

  /** One more thing is made of the record. */
  synchronized void opened() {
    open++;
  }

  /**
   * One of these things is settled.
   *
   * @param why null when it went well
   */
  synchronized void settled(String why) {
    open--;
    error = error == null ? why : error;
  }

  /** The record as such is at fault. */
  public synchronized Answer failed(String why) {
    error = error == null ? why : error;
    return this;
  }

  /** Whether nothing more is to come of it. */
  synchronized boolean isDue() {
    return open == 0;
  }
}
