/** Shows a backup as one HTML page. */
package caldavbackup.view;
