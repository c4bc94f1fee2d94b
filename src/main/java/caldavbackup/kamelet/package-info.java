/** Beans of the Kamelets in folder {@code kamelets} of the jar. */
package caldavbackup.kamelet;
