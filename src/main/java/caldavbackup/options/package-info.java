/**
 * The options of an account: their table, their parsing and validation, and the sources of secrets.
 */
package caldavbackup.options;
