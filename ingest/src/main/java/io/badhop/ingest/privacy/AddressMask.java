package io.badhop.ingest.privacy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Makes of a client's address what may be published. */
final class AddressMask {
  private static final int BLOCK = 64;
  private static final int HASH_BYTES = 8;

  private final ClientIps mode;
  private final byte[] key;

  AddressMask(ClientIps mode, byte[] key) {
    this.mode = mode;
    this.key = key.clone();
  }

  boolean keeps() {
    return mode == ClientIps.KEEP;
  }

  /** For a field that holds an address and nothing else; names are dropped or hashed. */
  String field(String client) {
    if (keeps() || client.isEmpty()) {
      return client;
    }
    byte[] address = Addresses.read(client, 0, client.length());
    if (address != null) {
      return same(client, of(address));
    }
    if (mode == ClientIps.TRUNCATE) {
      return client.equals("-") ? client : "";
    }
    return isHash(client) || client.equals("-")
        ? client
        : hash(client.getBytes(StandardCharsets.UTF_8));
  }

  private static String same(String before, String after) {
    return before.equals(after) ? before : after;
  }

  private static boolean isHash(String client) {
    return client.length() == 2 * HASH_BYTES
        && client.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  String of(byte[] address) {
    if (mode == ClientIps.HASH) {
      return hash(address);
    }
    if (address.length == 4) {
      return (address[0] & 0xff) + "." + (address[1] & 0xff) + "." + (address[2] & 0xff) + ".0";
    }
    return Integer.toHexString(group(address, 0))
        + ":"
        + Integer.toHexString(group(address, 2))
        + ":"
        + Integer.toHexString(group(address, 4))
        + "::";
  }

  private static int group(byte[] address, int at) {
    return (address[at] & 0xff) << 8 | (address[at + 1] & 0xff);
  }

  private String hash(byte[] of) {
    return HexFormat.of().formatHex(hmac(key, of), 0, HASH_BYTES);
  }

  /** HMAC-SHA-256 as RFC 2104 has it. */
  static byte[] hmac(byte[] key, byte[] text) {
    byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256(key) : key, BLOCK);
    byte[] inner = padded(block, 0x36, text);
    return sha256(padded(block, 0x5c, sha256(inner)));
  }

  private static byte[] padded(byte[] block, int pad, byte[] text) {
    byte[] all = Arrays.copyOf(block, BLOCK + text.length);
    for (int i = 0; i < BLOCK; i++) {
      all[i] ^= (byte) pad;
    }
    System.arraycopy(text, 0, all, BLOCK, text.length);
    return all;
  }

  private static byte[] sha256(byte[] of) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(of);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
