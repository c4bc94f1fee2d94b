/**
 * The stores that an application names, {@code StateRepository} beans of Camel, and the leases by
 * which processes share one.
 */
package caldavbackup.states;
