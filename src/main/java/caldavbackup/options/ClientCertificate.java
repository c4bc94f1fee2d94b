package caldavbackup.options;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The options {@code tls_cert}, {@code tls_key} and {@code tls_key_password}: the certificate that
 * authenticates the user to the server, and its private key.
 */
public final class ClientCertificate {
  /** The password of key stores in this process. It is not a secret. */
  public static final char[] INSIDE = "inside".toCharArray();

  private static final Pattern PEM_KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END", Pattern.DOTALL);

  private ClientCertificate() {}

  /**
   * A key store with the private key and its certificate chain, protected by {@link #INSIDE}; null
   * when no certificate is given.
   */
  static KeyStore read(Map<Option, String> given) throws Failure {
    String certificates = given.get(Option.TLS_CERT);
    String key = given.get(Option.TLS_KEY);
    String password = given.get(Option.TLS_KEY_PASSWORD);
    if (certificates == null) {
      if (key != null || password != null) {
        throw Failure.option(
            "option 'tls_cert' is missing: "
                + (key != null ? "tls_key" : "tls_key_password")
                + " is given");
      }
      return null;
    }
    byte[] bytes = bytes("tls_cert", certificates);
    if (bytes.length > 0 && bytes[0] == 0x30) { // an ASN.1 sequence; PEM begins with text
      if (key != null) {
        throw Failure.option(
            "option 'tls_key' is given, but tls_cert (" + certificates + ") contains its own key");
      }
      return pkcs12(bytes, certificates, password);
    }
    return pem(bytes, certificates, key, password);
  }

  private static KeyStore pkcs12(byte[] bytes, String file, String password) throws Failure {
    char[] secret = password == null ? new char[0] : password.toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), secret);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, secret) instanceof PrivateKey key) {
          return store(key, store.getCertificateChain(alias));
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw Failure.option(
          "option 'tls_cert': "
              + file
              + (password == null
                  ? " cannot be opened: give its password as tls_key_password"
                  : " is not a PKCS12 file, or tls_key_password is wrong"));
    }
    throw Failure.option("option 'tls_cert': " + file + " contains no private key");
  }

  private static KeyStore pem(byte[] bytes, String file, String keyFile, String password)
      throws Failure {
    List<Certificate> chain;
    try {
      chain = new ArrayList<>(x509().generateCertificates(certificatesOf(bytes)));
    } catch (CertificateException e) {
      chain = List.of();
    }
    if (chain.isEmpty()) {
      throw Failure.option(
          "option 'tls_cert': " + file + " contains no certificate, neither as PEM nor as PKCS12");
    }
    String option = keyFile == null ? "tls_cert" : "tls_key";
    String where = keyFile == null ? file : keyFile;
    PrivateKey key =
        key(option, where, keyFile == null ? bytes : bytes("tls_key", keyFile), password);
    if (!belongsTo(key, chain.get(0).getPublicKey())) {
      throw Failure.option(
          "option '" + option + "': the key in " + where + " does not belong to the certificate");
    }
    try {
      return store(key, chain.toArray(new Certificate[0]));
    } catch (IOException | GeneralSecurityException e) {
      throw Failure.option("option 'tls_cert': " + file + " cannot be used (" + Reason.of(e) + ")");
    }
  }

  /** The PEM certificates alone, because the JDK fails on a key between them. */
  private static ByteArrayInputStream certificatesOf(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return new ByteArrayInputStream(
        text.replaceAll("(?s)-----BEGIN (?!CERTIFICATE)([A-Z ]+)-----.*?-----END \\1-----", "")
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  private static PrivateKey key(String option, String file, byte[] bytes, String password)
      throws Failure {
    Matcher pem = PEM_KEY.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw Failure.option(
          "option '"
              + option
              + "': "
              + file
              + " contains no private key"
              + (option.equals("tls_cert") ? "; name its file in tls_key" : ""));
    }
    if (!List.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY").contains(pem.group(1))) {
      throw Failure.option(
          "option '"
              + option
              + "': "
              + file
              + " contains a key in the format "
              + pem.group(1)
              + "; convert it to PKCS8 with openssl pkcs8 -topk8 -in "
              + file);
    }
    boolean encrypted = pem.group(1).startsWith("ENCRYPTED");
    if (encrypted && password == null) {
      throw Failure.option(
          "option '"
              + option
              + "': the key in "
              + file
              + " is encrypted: give its password as tls_key_password");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      PKCS8EncodedKeySpec spec = encrypted ? decrypt(der, password) : new PKCS8EncodedKeySpec(der);
      for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (GeneralSecurityException e) {
          continue; // a key of another algorithm
        }
      }
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw Failure.option(
          "option '"
              + option
              + "': the key in "
              + file
              + (encrypted ? " cannot be decrypted with tls_key_password" : " cannot be read"));
    }
    throw Failure.option(
        "option '" + option + "': the key in " + file + " is damaged or has an unknown algorithm");
  }

  private static PKCS8EncodedKeySpec decrypt(byte[] der, String password)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    String algorithm = info.getAlgName();
    if (algorithm.equals("PBES2") || algorithm.equals("1.2.840.113549.1.5.13")) {
      algorithm = info.getAlgParameters().toString(); // for example PBEWithHmacSHA256AndAES_256
    }
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(password.toCharArray())),
        info.getAlgParameters());
    return info.getKeySpec(cipher);
  }

  private static boolean belongsTo(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA" -> "EdDSA";
          default -> null;
        };
    if (algorithm == null) {
      return key.getAlgorithm().equals(certified.getAlgorithm());
    }
    try {
      byte[] text = "ours".getBytes(StandardCharsets.US_ASCII);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static KeyStore store(PrivateKey key, Certificate[] chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("user", key, INSIDE, chain);
    return store;
  }

  private static CertificateFactory x509() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }

  private static byte[] bytes(String option, String file) throws Failure {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException | RuntimeException e) {
      throw Failure.option(
          "option '" + option + "': " + file + " cannot be read (" + Reason.of(e) + ")");
    }
  }
}
