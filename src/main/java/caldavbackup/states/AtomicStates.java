package caldavbackup.states;

/**
 * A {@link org.apache.camel.spi.StateRepository} of texts also implements this interface if its
 * database can compare and write in one step. On such a store, several processes take turns by a
 * {@link Lease}. On any other store, processes cannot detect each other.
 */
public interface AtomicStates {
  /**
   * Replaces a state if it still has the expected value. The step is atomic across processes, and
   * durable when this returns.
   *
   * @param expected the expected state; null for none
   * @param state the new state; null to remove the expected state
   * @return whether the state was written; false when the current state differs
   * @throws RuntimeException when the store fails: the outcome is then unknown
   */
  boolean replaceState(String key, String expected, String state);
}
