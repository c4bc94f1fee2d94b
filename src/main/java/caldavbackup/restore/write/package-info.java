/** Carries out the plan of a restore. */
package caldavbackup.restore.write;
