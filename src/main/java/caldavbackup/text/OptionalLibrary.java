package caldavbackup.text;

/**
 * A library that only some features need. It is an optional dependency in the pom; applications
 * that use the feature add it.
 */
public enum OptionalLibrary {
  /** OAuth 2.0 grants. */
  NIMBUS("com.nimbusds:oauth2-oidc-sdk", "com.nimbusds.oauth2.sdk.TokenRequest"),
  /** SRV and TXT records of DNS. */
  DNSJAVA("dnsjava:dnsjava", "org.xbill.DNS.lookup.LookupSession"),
  /** Path patterns as in {@code .gitignore}. */
  GITIGNORE("nl.basjes.gitignore:gitignore-reader", "nl.basjes.gitignore.GitIgnore"),
  /** Schedules as cron expressions. */
  CAMEL_QUARTZ(
      "org.apache.camel:camel-quartz",
      "org.apache.camel.pollconsumer.quartz.QuartzScheduledPollConsumerScheduler"),
  /** Messages and streams of Plakar's protocol. */
  CAMEL_GRPC("org.apache.camel:camel-grpc", "org.apache.camel.component.grpc.GrpcComponent");

  private final String artifact;
  private final String className;

  OptionalLibrary(String artifact, String className) {
    this.artifact = artifact;
    this.className = className;
  }

  /**
   * Checks that the library is on the class path.
   *
   * @param use the feature that needs it, as the subject of the message
   * @throws Failure when it is missing, with a sentence that names the artifact
   */
  public void require(String use) throws Failure {
    try {
      Class.forName(className, false, OptionalLibrary.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new Failure(Failure.Kind.OPTION, use + " needs " + artifact + " on the class path", e);
    }
  }
}
