package io.badhop.ingest.privacy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes secrets out of texts, and makes of clients' addresses what may be published. A text without
 * any comes back as the same instance. Time is linear in the text, whatever it holds, and what was
 * redacted once stays as it is.
 */
public final class Redactor {
  /** Addresses of clients as they are, no parameter of a query allowed, e-mail addresses kept. */
  public static final Redactor DEFAULT =
      new Redactor(ClientIps.KEEP, new byte[0], List.of(), false);

  /** Least bytes of a key: with less, all addresses could be tried. */
  public static final int LEAST_KEY = 16;

  private final AddressMask mask;
  private final Set<String> allowed;
  private final boolean emails;

  /**
   * @param key for {@link ClientIps#HASH}, at least {@link #LEAST_KEY} bytes
   * @param allowParameters names of parameters of queries that are kept; case does not count
   * @param emails whether e-mail addresses are taken out too
   * @throws IllegalArgumentException when the key is too short
   */
  public Redactor(ClientIps clientIps, byte[] key, List<String> allowParameters, boolean emails) {
    if (clientIps == ClientIps.HASH && key.length < LEAST_KEY) {
      throw new IllegalArgumentException(
          "the key for hashes needs " + LEAST_KEY + " bytes or more, and has " + key.length);
    }
    this.mask = new AddressMask(clientIps, key);
    this.allowed =
        allowParameters.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.emails = emails;
  }

  /** A field that holds the address of a client. */
  public String clientIp(String address) {
    return mask.field(address);
  }

  /** The path of a request: without values of matrix parameters, too. */
  public String path(String path) {
    return scrub(path, true, false);
  }

  /** A message; of addresses only those named as a client's are changed. */
  public String text(String text) {
    return scrub(text, false, false);
  }

  /**
   * A line of a log that was not understood. As any address in it may be a client's, all are
   * treated so.
   */
  public String line(String line) {
    return scrub(line, false, true);
  }

  /** The same for bytes, in whatever encoding agrees with ASCII; the same array when unchanged. */
  public byte[] line(byte[] line) {
    String text = new String(line, StandardCharsets.ISO_8859_1);
    String scrubbed = line(text);
    return scrubbed.equals(text) ? line : scrubbed.getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean allows(String parameter) {
    return !allowed.isEmpty() && allowed.contains(parameter.toLowerCase(Locale.ROOT));
  }

  boolean takesEmails() {
    return emails;
  }

  AddressMask mask() {
    return mask;
  }

  private String scrub(String text, boolean path, boolean allAddresses) {
    boolean addresses = allAddresses && !mask.keeps();
    return addresses || Suspicion.raisedBy(text)
        ? new Scrub(this, text, path, addresses).run()
        : text;
  }
}
