/**
 * The stores that an application names, {@code StateRepository} beans of Camel: finding them, and
 * who may write when several processes share one.
 */
package caldavbackup.states;
