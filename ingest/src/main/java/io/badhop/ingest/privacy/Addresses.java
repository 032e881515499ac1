package io.badhop.ingest.privacy;

/** Finds and reads IP addresses in texts, without asking any name service. */
final class Addresses {
  /** Longest text of an address: IPv6 with IPv4 in its end. */
  private static final int LONGEST = 45;

  private Addresses() {}

  /**
   * Where the address that starts at a place ends.
   *
   * @return the place after it; -1 when there is none
   */
  static int end(CharSequence text, int from) {
    int limit = Math.min(text.length(), from + LONGEST + 1);
    int end = from;
    int colons = 0;
    int dots = 0;
    for (; end < limit && isPart(text.charAt(end)); end++) {
      colons += text.charAt(end) == ':' ? 1 : 0;
      dots += text.charAt(end) == '.' ? 1 : 0;
    }
    if (end == from || colons + dots < 2) {
      return -1;
    }
    return colons < 2 ? endOfV4(text, from) : endOfV6(text, from, end);
  }

  private static int endOfV4(CharSequence text, int from) {
    int at = from;
    for (int part = 0; part < 4; part++) {
      if (part > 0) {
        if (at >= text.length() || text.charAt(at) != '.') {
          return -1;
        }
        at++;
      }
      int value = 0;
      int start = at;
      for (; at < text.length() && at - start < 4 && isDigit(text.charAt(at)); at++) {
        value = value * 10 + text.charAt(at) - '0';
      }
      if (at == start || at - start > 3 || value > 255) {
        return -1;
      }
    }
    return at;
  }

  private static int endOfV6(CharSequence text, int from, int most) {
    int end = most;
    // A sentence's full stop, or the colon before a message, is not part of the address.
    while (end > from && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == ':')) {
      if (read(text, from, end) != null) {
        return end;
      }
      end--;
    }
    if (end > from && read(text, from, end) != null) {
      return end;
    }
    return endOfV4(text, from);
  }

  /** Its 4 or 16 bytes, 4 for IPv4 in IPv6; null when it is none. */
  static byte[] read(CharSequence text, int from, int end) {
    if (endOfV4(text, from) == end) {
      byte[] bytes = new byte[4];
      readV4(text, from, bytes, 0);
      return bytes;
    }
    return end - from > LONGEST ? null : readV6(text, from, end);
  }

  private static void readV4(CharSequence text, int from, byte[] bytes, int to) {
    int at = from;
    for (int part = 0; part < 4; part++, at++) {
      int value = 0;
      for (; at < text.length() && isDigit(text.charAt(at)); at++) {
        value = value * 10 + text.charAt(at) - '0';
      }
      bytes[to + part] = (byte) value;
    }
  }

  private static byte[] readV6(CharSequence text, int from, int end) {
    byte[] bytes = new byte[16];
    int filled = 0;
    int gap = -1;
    int at = from;
    if (end - from >= 2 && text.charAt(from) == ':' && text.charAt(from + 1) == ':') {
      gap = 0;
      at += 2;
    }
    while (at < end) {
      int next = group(text, at, end, bytes, filled);
      if (next < 0) {
        return null;
      }
      filled += hasDot(text, at, next) ? 4 : 2;
      at = next;
      if (at == end) {
        break;
      }
      if (++at == end) {
        return null;
      }
      if (text.charAt(at) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = filled;
        at++;
      }
    }
    return spread(bytes, filled, gap);
  }

  /** Reads a group, or the IPv4 address that ends the text. */
  private static int group(CharSequence text, int from, int end, byte[] bytes, int to) {
    if (to <= 12 && hasDot(text, from, end) && endOfV4(text, from) == end) {
      readV4(text, from, bytes, to);
      return end;
    }
    int value = 0;
    int at = from;
    for (; at < end && at - from < 4; at++) {
      int digit = Character.digit(text.charAt(at), 16);
      if (digit < 0) {
        break;
      }
      value = value * 16 + digit;
    }
    if (at == from || to > 14 || (at < end && text.charAt(at) != ':')) {
      return -1;
    }
    bytes[to] = (byte) (value >> 8);
    bytes[to + 1] = (byte) value;
    return at;
  }

  private static boolean hasDot(CharSequence text, int from, int end) {
    for (int i = from; i < end && text.charAt(i) != ':'; i++) {
      if (text.charAt(i) == '.') {
        return true;
      }
    }
    return false;
  }

  /** Puts what follows the gap of zeros to the end. */
  private static byte[] spread(byte[] bytes, int filled, int gap) {
    if (gap < 0 ? filled != 16 : filled > 14 || filled == 0) {
      return null;
    }
    int head = gap < 0 ? filled : gap;
    byte[] all = new byte[16];
    System.arraycopy(bytes, 0, all, 0, head);
    System.arraycopy(bytes, head, all, 16 - (filled - head), filled - head);
    return isMapped(all) ? new byte[] {all[12], all[13], all[14], all[15]} : all;
  }

  private static boolean isMapped(byte[] all) {
    for (int i = 0; i < 10; i++) {
      if (all[i] != 0) {
        return false;
      }
    }
    return all[10] == -1 && all[11] == -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isPart(char c) {
    return c == ':' || c == '.' || isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
