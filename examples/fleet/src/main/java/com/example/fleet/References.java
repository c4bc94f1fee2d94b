package com.example.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * References to secrets, resolved where they are needed. Whoever may write messages must not read
 * other things of the worker by them: what each kind may name is limited.
 */
final class References {
  /** Properties whose name begins with {@code secret.}, and Camel's functions for vaults. */
  private static final Pattern PROPERTY =
      Pattern.compile("\\{\\{(secret\\.|(aws|azure|gcp|hashicorp|ibm|cyberark|secret):)[^{}]+}}");

  private final Path folder;
  private final String variables;

  /**
   * @param folder where {@code file:NAME} is read
   * @param variables how the names of environment variables begin
   */
  References(Path folder, String variables) {
    this.folder = folder.toAbsolutePath().normalize();
    this.variables = variables;
  }

  /** Whether a text is a reference, and not a secret itself. */
  static boolean isReference(String text) {
    return text.startsWith("file:") || text.startsWith("env:") || PROPERTY.matcher(text).matches();
  }

  /**
   * The secret that a reference names.
   *
   * @throws IllegalStateException when there is none; the sentence names the reference
   */
  String resolve(CamelContext context, String reference) {
    String secret;
    if (reference.startsWith("file:")) {
      secret = file(reference);
    } else if (reference.startsWith("env:")) {
      String name = reference.substring("env:".length());
      secret = name.startsWith(variables) ? System.getenv(name) : null;
    } else {
      secret = property(context, reference);
    }
    if (secret == null || secret.isEmpty()) {
      throw new IllegalStateException("the secret " + reference + " cannot be resolved");
    }
    return secret;
  }

  private String file(String reference) {
    try {
      Path file = folder.resolve(reference.substring("file:".length())).normalize();
      return file.startsWith(folder) ? Files.readString(file).lines().findFirst().orElse(null) : null;
    } catch (IOException | RuntimeException e) {
      return null; // its sentence names the file on this machine
    }
  }

  private static String property(CamelContext context, String reference) {
    try {
      return context.resolvePropertyPlaceholders(reference);
    } catch (RuntimeException e) {
      return null; // its sentence may hold what a vault said
    }
  }

  /** Whether a map of references names references only. */
  static String firstSecret(Map<String, ?> references) {
    return references.entrySet().stream()
        .filter(one -> !isReference(String.valueOf(one.getValue())))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }
}
