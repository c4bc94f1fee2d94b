package caldavbackup.states;

/**
 * What a {@link org.apache.camel.spi.StateRepository} of texts implements besides when its database
 * can compare and write in one step. On such a store, several processes take turns by a {@link
 * Lease}; on all others they cannot know of each other.
 */
public interface AtomicStates {
  /**
   * Writes a state if the one before is still as expected. The step is atomic over all processes,
   * and durable when this returns.
   *
   * @param expected the state that is there now; null for none
   * @param state the state from now on; null for none, when one was expected
   * @return whether it was written; false when another state was there
   * @throws RuntimeException when the store is away: then nobody knows
   */
  boolean replaceState(String key, String expected, String state);
}
