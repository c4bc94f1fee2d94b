/**
 * The options of an account: their table, how each is read and checked, and where secrets come
 * from.
 */
package caldavbackup.options;
