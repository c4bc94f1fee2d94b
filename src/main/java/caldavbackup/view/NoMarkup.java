package caldavbackup.view;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;

/** Escapes for JSON in an HTML page, so that no text can end its element or start another. */
final class NoMarkup extends CharacterEscapes {
  private static final long serialVersionUID = 1;
  private static final int[] ASCII = CharacterEscapes.standardAsciiEscapesForJSON();

  static {
    for (char markup : "<>&".toCharArray()) {
      ASCII[markup] = CharacterEscapes.ESCAPE_STANDARD;
    }
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ASCII.clone();
  }

  @Override
  public SerializableString getEscapeSequence(int character) {
    return new SerializedString("\\u%04X".formatted(character));
  }
}
