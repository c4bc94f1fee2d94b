package caldavbackup.restore;

/**
 * One thing that a restore does.
 *
 * @param kind what
 * @param item the record it answers; null for a calendar that is made without a record of its own
 * @param folder the calendar it belongs to; null outside of any
 * @param error why nothing can be done; null otherwise
 */
record Step(Kind kind, Item item, Folder folder, String error) {
  enum Kind {
    /** Make the calendar, or find it. */
    CALENDAR,
    /** Set one property from a vdir metadata file. */
    PROPERTY,
    /** Write an object. */
    OBJECT,
    /** Nothing to write: a directory, or a file that others stand for. */
    NOTHING,
    /** It cannot be restored. */
    REFUSED
  }
}
