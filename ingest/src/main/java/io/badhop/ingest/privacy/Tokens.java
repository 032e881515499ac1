package io.badhop.ingest.privacy;

/** Secrets that show by their own look what they are. Each method tells where one ends, or -1. */
final class Tokens {
  private static final int LEAST_JWT = 16;
  private static final int AWS_KEY = 20;

  private Tokens() {}

  /** A JSON web token: two or more parts in base64url, the first of which starts with a brace. */
  static int jwt(CharSequence text, int from) {
    if (!startsWith(text, from, "eyJ")) {
      return -1;
    }
    int end = from;
    boolean parts = false;
    for (;
        end < text.length() && (isWordPart(text.charAt(end)) || text.charAt(end) == '.');
        end++) {
      parts |= text.charAt(end) == '.';
    }
    return parts && end - from >= LEAST_JWT ? end : -1;
  }

  /** The ID of an access key of AWS. */
  static int awsKey(CharSequence text, int from) {
    if (!startsWith(text, from, "AKIA") && !startsWith(text, from, "ASIA")) {
      return -1;
    }
    int end = from;
    for (; end < text.length() && end - from <= AWS_KEY; end++) {
      char c = text.charAt(end);
      if (!(c >= 'A' && c <= 'Z') && !isDigit(c)) {
        break;
      }
    }
    return end - from == AWS_KEY ? end : -1;
  }

  /**
   * Where the credentials after {@code Bearer} or {@code Basic} end, when the word that starts here
   * is one of these and what follows looks like no word of a sentence.
   */
  static int scheme(CharSequence text, int from, int wordEnd) {
    if (!isScheme(text, from, wordEnd)) {
      return -1;
    }
    int start = wordEnd + 1;
    int end = start;
    boolean odd = false;
    for (; end < text.length() && isCredential(text.charAt(end)); end++) {
      char c = text.charAt(end);
      odd |= isDigit(c) || c == '=' || (end > start && c >= 'A' && c <= 'Z');
    }
    return end - start >= 6 && (odd || end - start >= 20) ? end : -1;
  }

  /** Whether a word is the name of a scheme with a blank behind it. */
  static boolean isScheme(CharSequence text, int from, int wordEnd) {
    boolean named = wordIs(text, from, wordEnd, "bearer") || wordIs(text, from, wordEnd, "basic");
    return named && wordEnd < text.length() && text.charAt(wordEnd) == ' ';
  }

  private static boolean wordIs(CharSequence text, int from, int end, String word) {
    if (end - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (SecretNames.lower(text.charAt(from + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** An e-mail address whose name has at most 64 characters. */
  static int email(CharSequence text, int from) {
    int most = Math.min(text.length(), from + 65);
    int at = from;
    while (at < most && (isWordPart(text.charAt(at)) || ".+%".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (at >= most || text.charAt(at) != '@') {
      return -1;
    }
    int end = at + 1;
    int dot = -1;
    while (end < text.length() && (isWordPart(text.charAt(end)) || text.charAt(end) == '.')) {
      dot = text.charAt(end) == '.' ? end : dot;
      end++;
    }
    return dot > at + 1 ? end : -1;
  }

  /** A payment card's number: a known issuer, its length, and the check digit right. */
  static int card(CharSequence text, int from) {
    int digits = 0;
    int sum = 0;
    int sumOdd = 0;
    int at = from;
    int prefix = 0;
    boolean grouped = false;
    for (; at < text.length() && digits < 20; at++) {
      char c = text.charAt(at);
      if (!isDigit(c)) {
        boolean separates = (c == ' ' || c == '-') && digits >= 4 && digits % 4 == 0 && digits < 16;
        boolean amex = (c == ' ' || c == '-') && digits == 10;
        if ((separates || amex) && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
          grouped = true;
          continue;
        }
        break;
      }
      int d = c - '0';
      prefix = digits < 4 ? prefix * 10 + d : prefix;
      int twice = d * 2 > 9 ? d * 2 - 9 : d * 2;
      sum += digits % 2 == 0 ? twice : d;
      sumOdd += digits % 2 == 0 ? d : twice;
      digits++;
      if (grouped && digits == (prefix / 100 == 34 || prefix / 100 == 37 ? 15 : 16)) {
        at++;
        break;
      }
    }
    if (digits > 19 || (at < text.length() && isWordPart(text.charAt(at)))) {
      return -1;
    }
    boolean right = (digits % 2 == 0 ? sum : sumOdd) % 10 == 0;
    return right && issued(prefix, digits) ? at : -1;
  }

  private static boolean issued(int prefix, int digits) {
    int two = prefix / 100;
    if (digits == 15) {
      return two == 34 || two == 37;
    }
    if (digits == 14) {
      return two == 30 || two == 36 || two == 38;
    }
    if (prefix / 1000 == 4) {
      return digits == 13 || digits == 16 || digits == 19;
    }
    boolean sixteen = (two >= 51 && two <= 55) || (prefix >= 2221 && prefix <= 2720);
    boolean more = prefix == 6011 || two == 65 || (prefix >= 3528 && prefix <= 3589) || two == 62;
    return (sixteen && digits == 16) || (more && digits >= 16);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isWordPart(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  }

  private static boolean isCredential(char c) {
    return isWordPart(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
  }

  private static boolean startsWith(CharSequence text, int from, String what) {
    if (text.length() - from < what.length()) {
      return false;
    }
    for (int i = 0; i < what.length(); i++) {
      if (text.charAt(from + i) != what.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
