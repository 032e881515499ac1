package io.badhop.cli.config;

import java.nio.file.Path;

/**
 * How a server elsewhere is spoken to: who we are, and whom we trust.
 *
 * @param username name for basic authentication; empty for none
 * @param password password for basic authentication
 * @param passwordFile file that holds the password instead; null for none
 * @param token bearer token; empty for none
 * @param tokenFile file that holds the token instead; null for none
 * @param trustStore key store (PKCS12 or JKS) with the certificates to trust; null for those that
 *     Java trusts
 * @param trustStorePassword its password; empty for none
 */
public record AccessSettings(
    String username,
    String password,
    Path passwordFile,
    String token,
    Path tokenFile,
    Path trustStore,
    String trustStorePassword) {

  public static final AccessSettings DEFAULT = new AccessSettings("", "", null, "", null, null, "");

  public AccessSettings {
    Checks.require(
        password.isEmpty() || passwordFile == null,
        "password and passwordFile are both given; one is enough");
    Checks.require(
        token.isEmpty() || tokenFile == null, "token and tokenFile are both given; one is enough");
    Checks.require(
        username.isEmpty() || (token.isEmpty() && tokenFile == null),
        "username and token are both given; the server is told one of them");
    Checks.require(
        !username.isEmpty() || (password.isEmpty() && passwordFile == null),
        "password is given without a username");
  }
}
