package caldavbackup.spring;

import caldavbackup.camel.RouteFiles;
import caldavbackup.http.Accounts;
import org.apache.camel.CamelContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Adds to a Spring Boot application with a CamelContext the bean {@code caldavAccounts} with the
 * accounts in {@code caldav.accounts.NAME.OPTION}, and, with {@code caldav.routes.enabled=true},
 * the routes.
 */
@AutoConfiguration(afterName = "org.apache.camel.spring.boot.CamelAutoConfiguration")
@ConditionalOnClass(CamelContext.class)
@EnableConfigurationProperties(CaldavProperties.class)
public class CaldavAutoConfiguration {
  /** The accounts. Route files refer to the bean by name. */
  @Bean
  @ConditionalOnBean(CamelContext.class)
  @ConditionalOnMissingBean(name = "caldavAccounts")
  public Accounts caldavAccounts(CaldavProperties properties, CamelContext context) {
    Accounts accounts = new Accounts(properties.getAccounts());
    accounts.setCamelContext(context);
    return accounts;
  }

  /** The routes. Camel adds them when the context starts. */
  @Bean
  @ConditionalOnProperty("caldav.routes.enabled")
  @ConditionalOnMissingBean
  public RouteFiles caldavRouteFiles(CaldavProperties properties) {
    return new RouteFiles(properties.getRoutes().getInclude());
  }
}
