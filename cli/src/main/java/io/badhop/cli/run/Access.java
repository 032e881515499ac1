package io.badhop.cli.run;

import io.badhop.cli.config.AccessSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Credentials and certificates as the configuration has them, some in files of their own. */
final class Access {

  private final AccessSettings settings;
  private final String where;

  /**
   * @param where key of the settings, for messages
   */
  Access(AccessSettings settings, String where) {
    this.settings = settings;
    this.where = where;
  }

  /**
   * The password.
   *
   * @throws RunException when its file cannot be read
   */
  String password() {
    return secret(settings.password(), settings.passwordFile(), "passwordFile");
  }

  /**
   * The token; empty for none.
   *
   * @throws RunException when its file cannot be read
   */
  String token() {
    return secret(settings.token(), settings.tokenFile(), "tokenFile");
  }

  /** The Authorization header: basic (RFC 7617) or bearer (RFC 6750); empty for none. */
  Optional<String> authorization() {
    if (!settings.username().isEmpty()) {
      byte[] pair = (settings.username() + ":" + password()).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return Optional.of(token()).filter(token -> !token.isEmpty()).map(token -> "Bearer " + token);
  }

  /**
   * Whom to trust; empty for those that Java trusts.
   *
   * @throws RunException when the key store cannot be read
   */
  Optional<SSLContext> trust() {
    if (settings.trustStore() == null) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(settings.trustStore())) {
      String password = settings.trustStorePassword();
      // Reads the older JKS as well.
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.isEmpty() ? null : password.toCharArray());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return Optional.of(context);
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable("trustStore", settings.trustStore(), "as a PKCS12 or JKS key store", e);
    }
  }

  private String secret(String text, Path file, String key) {
    if (file == null) {
      return text;
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw unreadable(key, file, "as text", e);
    }
  }

  private RunException unreadable(String key, Path file, String how, Exception e) {
    return new RunException(
        where + ": " + key + ": " + file + " cannot be read " + how + ": " + e.getMessage(), e);
  }
}
