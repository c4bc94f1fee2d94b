/** Spring Boot auto-configuration: named accounts and the routes. */
package caldavbackup.spring;
