package io.badhop.ingest.privacy;

/** One pass over one text. Every step goes forward, and past what it has looked at. */
final class Scrub {
  /** What stands for what was taken out. ASCII, and no part of any secret's syntax. */
  static final String GONE = "***";

  private final Redactor rules;
  private final String text;
  private final boolean path;
  private final boolean addresses;
  private StringBuilder out;
  private int copied;
  private int slashAt = -1;
  private int breakAt = -1;

  Scrub(Redactor rules, String text, boolean path, boolean addresses) {
    this.rules = rules;
    this.text = text;
    this.path = path;
    this.addresses = addresses;
  }

  String run() {
    int at = 0;
    while (at < text.length()) {
      at = step(at);
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  private int step(int at) {
    char c = text.charAt(at);
    if (isAlphanumeric(c)) {
      return word(at);
    }
    switch (c) {
      case '/' -> slashAt = at;
      case '?' -> {
        return query(at);
      }
      case ';' -> {
        return matrix(at);
      }
      case ':' -> {
        return colon(at);
      }
      case '\\', '%' -> {
        return escape(at, c);
      }
      default -> breakAt = isBreak(c) ? at : breakAt;
    }
    return at + 1;
  }

  /** Passes over {@code \n}, {@code \x22} and {@code %22}, so that a word after them is seen. */
  private int escape(int at, char c) {
    int digits = c == '%' ? at + 1 : at + 2;
    boolean hex = c == '%' || (at + 1 < text.length() && text.charAt(at + 1) == 'x');
    if (hex
        && digits + 1 < text.length()
        && Character.digit(text.charAt(digits), 16) >= 0
        && Character.digit(text.charAt(digits + 1), 16) >= 0) {
      return digits + 2;
    }
    boolean letter = c == '\\' && at + 1 < text.length() && "nrt".indexOf(text.charAt(at + 1)) >= 0;
    return letter ? at + 2 : at + 1;
  }

  private int word(int at) {
    int end = token(at);
    if (end >= 0) {
      return end;
    }
    int wordEnd = at;
    while (wordEnd < text.length() && Tokens.isWordPart(text.charAt(wordEnd))) {
      wordEnd++;
    }
    end = Tokens.scheme(text, at, wordEnd);
    if (end >= 0) {
      return replace(wordEnd + 1, end, GONE);
    }
    end = addresses && Tokens.isScheme(text, at, wordEnd) ? Addresses.end(text, wordEnd + 1) : -1;
    if (end >= 0) {
      // Its hash would look like credentials.
      return replace(wordEnd + 1, end, GONE);
    }
    if (!rules.mask().keeps() && SecretNames.isClient(text, at, wordEnd)) {
      return clients(wordEnd);
    }
    return named(at, wordEnd);
  }

  /** What shows by itself that it is a secret or an address. */
  private int token(int at) {
    int end = Tokens.jwt(text, at);
    end = end >= 0 ? end : Tokens.awsKey(text, at);
    if (end < 0 && rules.takesEmails()) {
      end = Tokens.email(text, at);
    }
    if (end >= 0) {
      return replace(at, end, GONE);
    }
    if (Tokens.isDigit(text.charAt(at))) {
      end = Tokens.card(text, at);
      if (end >= 0) {
        // A number in place of a number: paths keep their shape, and JSON stays JSON.
        return replace(at, end, "0");
      }
    }
    return addresses ? address(at) : -1;
  }

  /** Masks the address that starts at a place; -1 when none does. */
  private int address(int at) {
    int end = Addresses.end(text, at);
    if (end < 0 || (end < text.length() && isAlphanumeric(text.charAt(end)))) {
      return -1;
    }
    return replace(at, end, rules.mask().of(Addresses.read(text, at, end)));
  }

  /** Masks the addresses after a name such as {@code client}, as many as a list has. */
  private int clients(int from) {
    int at = skip(from, " \t\\\"':=[");
    int done = from;
    while (at < text.length()) {
      int end = address(at);
      if (end < 0) {
        break;
      }
      done = end;
      at = skip(end, ", ");
    }
    return done;
  }

  private int skip(int from, String what) {
    int at = from;
    int most = Math.min(text.length(), from + 12);
    while (at < most && what.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /** The value after a name that tells that it is secret. */
  private int named(int at, int wordEnd) {
    int from = Values.start(text, wordEnd);
    if (from < 0) {
      return wordEnd;
    }
    Values.Kind kind = Values.Kind.of(text, at, wordEnd);
    if (kind == null) {
      return wordEnd;
    }
    boolean first = at == 0 || text.charAt(at - 1) == '\n' || text.charAt(at - 1) == '\r';
    boolean wholeLine = first && text.charAt(wordEnd) == ':';
    Values.Span value = Values.span(text, from, kind, wholeLine);
    return value.isPlain(text) ? wordEnd : replace(value.from(), value.end(), value.stand(text));
  }

  private int colon(int at) {
    if (text.startsWith("//", at + 1)) {
      return userInfo(at + 3);
    }
    boolean first = at == 0 || !(isAlphanumeric(text.charAt(at - 1)) || text.charAt(at - 1) == ':');
    int end = addresses && first ? address(at) : -1;
    return end < 0 ? at + 1 : end;
  }

  private int userInfo(int from) {
    slashAt = from - 1;
    int at = from;
    int sign = -1;
    for (; at < text.length() && !isBreak(text.charAt(at)); at++) {
      char c = text.charAt(at);
      if (c == '/' || c == '?' || c == '#') {
        break;
      }
      sign = c == '@' ? at : sign;
    }
    return sign < 0 ? from : replace(from, sign, GONE);
  }

  private int query(int at) {
    int from = at + 1;
    if (at == 0 || isBreak(text.charAt(at - 1))) {
      return from;
    }
    int end = from;
    boolean any = false;
    while (end < text.length() && !isBreak(text.charAt(end)) && !isEscapedQuote(end)) {
      any |= isAlphanumeric(text.charAt(end++));
    }
    return any ? replace(from, end, allowedOf(from, end)) : end;
  }

  private boolean isEscapedQuote(int at) {
    return text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"';
  }

  private String allowedOf(int from, int end) {
    StringBuilder kept = new StringBuilder();
    boolean all = true;
    for (String parameter : text.substring(from, end).split("&")) {
      int equals = parameter.indexOf('=');
      if (rules.allows(equals < 0 ? parameter : parameter.substring(0, equals))) {
        kept.append(kept.isEmpty() ? "" : "&").append(parameter);
      } else {
        all = false;
      }
    }
    return all ? kept.toString() : kept.append(kept.isEmpty() ? "" : "&").append(GONE).toString();
  }

  /** {@code ;name=value} in a path. */
  private int matrix(int at) {
    int equals = at + 1;
    while (equals < text.length() && Tokens.isWordPart(text.charAt(equals))) {
      equals++;
    }
    boolean named = equals > at + 1 && equals < text.length() && text.charAt(equals) == '=';
    if (slashAt <= breakAt || !named || rules.allows(text.substring(at + 1, equals))) {
      return at + 1;
    }
    int end = equals + 1;
    while (end < text.length()
        && !isBreak(text.charAt(end))
        && "/;?&".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return path ? replace(at, end, "") : replace(equals + 1, end, GONE);
  }

  private int replace(int from, int end, String with) {
    if (end - from != with.length() || !text.startsWith(with, from)) {
      out = out == null ? new StringBuilder(text.length()) : out;
      out.append(text, copied, from).append(with);
      copied = end;
    }
    return end;
  }

  /** What no URL holds as it is. Only ASCII counts, as bytes are looked at as well as text. */
  static boolean isBreak(char c) {
    return c <= ' ' || c == '"' || c == '<' || c == '>';
  }

  private static boolean isAlphanumeric(char c) {
    return Tokens.isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
