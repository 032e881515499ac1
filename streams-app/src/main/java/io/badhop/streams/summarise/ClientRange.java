package io.badhop.streams.summarise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Addresses of clients: one, or all that agree with it in their first bits. Compared with addresses
 * as they are published, so ones that the privacy setting hashes are given as their hash.
 */
public final class ClientRange {

  /** Of digits and colons only: what is none of these is never looked up as a name. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*");

  private final String text;
  private final byte[] prefix;
  private final int bits;

  private ClientRange(String text, byte[] prefix, int bits) {
    this.text = text;
    this.prefix = prefix;
    this.bits = bits;
  }

  /**
   * Reads {@code 192.0.2.66}, {@code 10.9.0.0/16}, {@code 2001:db8::/32} or a word that is compared
   * as it is.
   *
   * @throws IllegalArgumentException with the mend, when the bits after the slash do not fit
   */
  public static ClientRange of(String text) {
    int slash = text.indexOf('/');
    byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return new ClientRange(text, address, address.length * Byte.SIZE);
    }
    int bits = -1;
    if (text.substring(slash + 1).matches("\\d{1,3}")) {
      bits = Integer.parseInt(text.substring(slash + 1));
    }
    if (address.length == 0 || bits < 0 || bits > address.length * Byte.SIZE) {
      throw new IllegalArgumentException(
          "'" + text + "' is no range of addresses; write one such as 10.9.0.0/16");
    }
    return new ClientRange(text, address, bits);
  }

  /** Empty when the text is no address. Names are never looked up: this room asks nobody. */
  private static byte[] bytes(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      return new byte[0];
    }
    return text.indexOf(':') < 0 ? numbers(text.split("\\.", -1), 10, 4) : groups(text);
  }

  private static byte[] groups(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return numbers(text.split(":", -1), 16, 8);
    }
    List<String> head = words(text.substring(0, gap));
    List<String> tail = words(text.substring(gap + 2));
    List<String> all = new ArrayList<>(head);
    all.addAll(Collections.nCopies(Math.max(0, 8 - head.size() - tail.size()), "0"));
    all.addAll(tail);
    return numbers(all.toArray(String[]::new), 16, 8);
  }

  private static List<String> words(String groups) {
    return groups.isEmpty() ? List.of() : List.of(groups.split(":", -1));
  }

  /** Numbers of a byte each in decimal, or of two in hexadecimal. */
  private static byte[] numbers(String[] words, int radix, int count) {
    int width = radix == 10 ? 1 : 2;
    byte[] bytes = new byte[count * width];
    for (int i = 0; i < count && words.length == count; i++) {
      int most = radix == 10 ? 0xff : 0xffff;
      int value = words[i].matches("[0-9a-fA-F]{1,4}") ? Integer.parseInt(words[i], radix) : -1;
      if (value < 0 || value > most) {
        return new byte[0];
      }
      bytes[i * width + width - 1] = (byte) value;
      bytes[i * width] = width == 1 ? (byte) value : (byte) (value >> Byte.SIZE);
    }
    return words.length == count ? bytes : new byte[0];
  }

  /** True for an address in the range, and for the very text. */
  boolean holds(String client) {
    if (client.equals(text)) {
      return true;
    }
    byte[] address = prefix.length == 0 ? prefix : bytes(client);
    if (address.length == 0 || address.length != prefix.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    int rest = bits % Byte.SIZE;
    int mask = 0xff00 >> rest & 0xff;
    return Arrays.equals(address, 0, whole, prefix, 0, whole)
        && (rest == 0 || (address[whole] & mask) == (prefix[whole] & mask));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientRange range && text.equals(range.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
