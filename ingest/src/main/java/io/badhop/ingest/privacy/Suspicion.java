package io.badhop.ingest.privacy;

/** A quick look that tells texts which cannot hold a secret from those that are to be searched. */
final class Suspicion {
  /** Fewest digits of a payment card's number. */
  private static final int CARD = 13;

  /** Characters that need a second look. */
  private static final boolean[] MARKED = marked();

  private Suspicion() {}

  private static boolean[] marked() {
    boolean[] marked = new boolean[128];
    for (char c : "?=:@;[JI 0123456789".toCharArray()) {
      marked[c] = true;
    }
    return marked;
  }

  static boolean raisedBy(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= MARKED.length || !MARKED[c]) {
        continue;
      }
      switch (c) {
        case '?', '=', ':', '@', ';', '[' -> {
          return true;
        }
        case 'J' -> {
          if (i >= 2 && text.charAt(i - 1) == 'y' && text.charAt(i - 2) == 'e') {
            return true;
          }
        }
        case 'I' -> {
          if (i + 1 < text.length() && text.charAt(i + 1) == 'A') {
            return true;
          }
        }
        case ' ' -> {
          if (i >= 5 && endsScheme(text, i)) {
            return true;
          }
        }
        default -> {
          if (Tokens.isDigit(c) && ++digits >= CARD) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean endsScheme(String text, int end) {
    return text.regionMatches(true, end - 5, "basic", 0, 5)
        || text.regionMatches(true, end - 5, "earer", 0, 5)
        || text.regionMatches(true, end - 5, "lient", 0, 5);
  }
}
