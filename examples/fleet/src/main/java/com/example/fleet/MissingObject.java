package com.example.fleet;

/** The sink does not have an object as a manifest describes it: it may be in its queue still. */
public final class MissingObject extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** One that says which object. */
  public MissingObject(String sentence) {
    super(sentence);
  }
}
