package io.badhop.ingest.privacy;

/** Finds how far the value after a name goes, in headers, JSON and {@code name=value}. */
final class Values {
  /** Most characters of a list whose end is not in sight. */
  private static final int LONGEST_LIST = 4096;

  private Values() {}

  /** How a value is written when no quotes enclose it. */
  enum Kind {
    /** Pairs with semicolons between them. */
    COOKIE,
    /** A scheme and what it asks for. */
    CREDENTIALS,
    /** One word. */
    WORD;

    /** The kind of the value that has the name; null when it is no secret. */
    static Kind of(CharSequence text, int from, int end) {
      if (SecretNames.isCookie(text, from, end)) {
        return COOKIE;
      }
      if (SecretNames.isCredentials(text, from, end)) {
        return CREDENTIALS;
      }
      return SecretNames.isSecret(text, from, end) ? WORD : null;
    }
  }

  /** A value's place, without quotes. */
  record Span(int from, int end) {
    /** Nothing to hide: no value, a dash, or a word that JSON writes without quotes. */
    boolean isPlain(String text) {
      int length = end - from;
      return length == 0
          || is(text, length, "-")
          || is(text, length, "null")
          || is(text, length, "true")
          || is(text, length, "false")
          || text.charAt(from) == '{';
    }

    private boolean is(String text, int length, String word) {
      return length == word.length() && text.startsWith(word, from);
    }

    /** What to write instead, so that JSON stays JSON. */
    String stand(String text) {
      if (text.charAt(from) == '"') {
        return '"' + Scrub.GONE + '"';
      }
      for (int i = from; i < end; i++) {
        if (!Tokens.isDigit(text.charAt(i))) {
          return Scrub.GONE;
        }
      }
      return isBare(text) ? "0" : Scrub.GONE;
    }

    private boolean isBare(String text) {
      return from > 0 && (text.charAt(from - 1) == ':' || text.charAt(from - 1) == ' ');
    }
  }

  /** Where the value of a name that ends at a place starts; -1 when it has none. */
  static int start(String text, int nameEnd) {
    int at = afterSpaces(text, afterQuote(text, nameEnd));
    if (at >= text.length() || (text.charAt(at) != ':' && text.charAt(at) != '=')) {
      return -1;
    }
    at++;
    if (at < text.length() && text.charAt(at) == '>') {
      at++;
    }
    return afterSpaces(text, at);
  }

  private static int afterSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && at < from + 4 && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /** Past a quote with the backslashes before it; the place itself when there is none. */
  private static int afterQuote(String text, int from) {
    int at = from;
    while (at < text.length() && at < from + 7 && text.charAt(at) == '\\') {
      at++;
    }
    if (at > from && text.startsWith("x22", at)) {
      return at + 3;
    }
    return at < text.length() && isQuote(text.charAt(at)) ? at + 1 : from;
  }

  static Span span(String text, int from, Kind kind, boolean wholeLine) {
    if (from < text.length() && text.charAt(from) == '[') {
      int most = Math.min(text.length(), from + LONGEST_LIST);
      int end = from + 1;
      while (end < most && text.charAt(end) != ']') {
        end++;
      }
      return new Span(from + 1, end);
    }
    int open = afterQuote(text, from);
    if (open > from) {
      return new Span(open, closing(text, from, open));
    }
    return switch (kind) {
      case WORD -> new Span(from, endOfWord(text, from));
      case COOKIE -> new Span(from, wholeLine ? endOfLine(text, from) : endOfPairs(text, from));
      case CREDENTIALS ->
          new Span(from, wholeLine ? endOfLine(text, from) : endOfCredentials(text, from));
    };
  }

  private static int closing(String text, int from, int open) {
    if (text.charAt(open - 1) == '2') {
      int end = text.indexOf("\\x22", open);
      return end < 0 ? text.length() : end;
    }
    char quote = text.charAt(open - 1);
    int escapes = open - 1 - from;
    int slashes = 0;
    for (int at = open; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote && slashes <= escapes) {
        return at - slashes;
      }
      slashes = c == '\\' ? slashes + 1 : 0;
    }
    return text.length();
  }

  private static int endOfWord(String text, int from) {
    int end = from;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (c <= ' ' || isQuote(c) || c == '&' || c == '<' || c == '>') {
        break;
      }
      end++;
    }
    while (end > from && ",;)}]\\".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  private static int endOfToken(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) != '"') {
      end++;
    }
    return end;
  }

  /** Goes on as long as a word ends in a separator and the next one is a pair. */
  private static int endOfPairs(String text, int from) {
    int end = endOfToken(text, from);
    while (end > from && end < text.length() && ";,".indexOf(text.charAt(end - 1)) >= 0) {
      int next = afterSpaces(text, end);
      int nextEnd = endOfToken(text, next);
      if (next == end || !hasEquals(text, next, nextEnd)) {
        break;
      }
      end = nextEnd;
    }
    return end > from && ",;".indexOf(text.charAt(end - 1)) >= 0 ? end - 1 : end;
  }

  private static boolean hasEquals(String text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text.charAt(i) == '=') {
        return true;
      }
    }
    return false;
  }

  private static int endOfCredentials(String text, int from) {
    if (text.startsWith(Scrub.GONE, from)) {
      return from + Scrub.GONE.length();
    }
    int scheme = endOfToken(text, from);
    boolean alone = scheme > from && ",;".indexOf(text.charAt(scheme - 1)) >= 0;
    int next = afterSpaces(text, scheme);
    return alone || next == scheme ? endOfPairs(text, from) : endOfPairs(text, next);
  }

  private static int endOfLine(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }
}
