/** Carries the plan of a restore out. */
package caldavbackup.restore.write;
