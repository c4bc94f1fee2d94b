/**
 * Plans a restore before anything is written: the target of each calendar, the action for each
 * object, and deletions. Reports the plan and its result.
 */
package caldavbackup.restore.plan;
