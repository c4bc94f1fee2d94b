package caldavbackup.options;

/** A password. It never shows itself: only {@link #reveal()} gives the text. */
public final class Secret {
  private final String text;

  /** Wraps the text. */
  public Secret(String text) {
    this.text = text;
  }

  /** The text itself, for the one place that sends it. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
