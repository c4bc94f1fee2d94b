package caldavbackup.options;

/** A secret text. {@link #toString()} hides it; only {@link #reveal()} returns it. */
public final class Secret {
  private final String text;

  /** Wraps the text. */
  public Secret(String text) {
    this.text = text;
  }

  /** The text itself. Only code that sends it may call this. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
