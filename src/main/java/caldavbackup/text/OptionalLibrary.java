package caldavbackup.text;

/**
 * A library that only some uses need. The pom declares it as optional, so an application that wants
 * the use adds it.
 */
public enum OptionalLibrary {
  /** The grants of OAuth 2.0. */
  NIMBUS("com.nimbusds:oauth2-oidc-sdk", "com.nimbusds.oauth2.sdk.TokenRequest"),
  /** SRV and TXT records of the DNS. */
  DNSJAVA("dnsjava:dnsjava", "org.xbill.DNS.lookup.LookupSession"),
  /** Patterns of paths as {@code .gitignore} has them. */
  GITIGNORE("nl.basjes.gitignore:gitignore-reader", "nl.basjes.gitignore.GitIgnore"),
  /** Times by cron expressions. */
  CAMEL_QUARTZ(
      "org.apache.camel:camel-quartz",
      "org.apache.camel.pollconsumer.quartz.QuartzScheduledPollConsumerScheduler"),
  /** The messages of Plakar's protocol and the streams that carry them. */
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
   * @param use what needs it: the subject of the sentence
   * @throws Failure when it is not, with a sentence that names the artifact
   */
  public void require(String use) throws Failure {
    try {
      Class.forName(className, false, OptionalLibrary.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new Failure(Failure.Kind.OPTION, use + " needs " + artifact + " on the class path", e);
    }
  }
}
