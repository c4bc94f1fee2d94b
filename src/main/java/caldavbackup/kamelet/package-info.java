/** What the Kamelets in the folder {@code kamelets} of the jar need beside the routes. */
package caldavbackup.kamelet;
