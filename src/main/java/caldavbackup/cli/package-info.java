/** The command line, the plugin process, and logging. */
package caldavbackup.cli;
