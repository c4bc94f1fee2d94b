/** What a Spring Boot application gets by itself: named accounts and the routes. */
package caldavbackup.spring;
