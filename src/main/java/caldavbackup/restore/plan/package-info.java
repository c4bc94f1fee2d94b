/**
 * What a restore is going to do, decided before anything is written: which calendar becomes which,
 * what becomes of each object, what is deleted; and the report of it.
 */
package caldavbackup.restore.plan;
