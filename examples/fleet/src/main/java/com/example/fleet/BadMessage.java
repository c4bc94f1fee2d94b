package com.example.fleet;

/** A message that no repeat makes better; the sentence says what is wrong with it. */
final class BadMessage extends Exception {
  private static final long serialVersionUID = 1L;

  BadMessage(String sentence) {
    super(sentence);
  }
}
