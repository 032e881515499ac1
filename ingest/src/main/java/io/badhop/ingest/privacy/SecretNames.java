package io.badhop.ingest.privacy;

/** Tells by its name what a value is. Names are compared without case, hyphens and underscores. */
final class SecretNames {
  private static final String[] COOKIES = {"cookie", "cookies", "setcookie"};
  private static final String[] CREDENTIALS = {"authorization"};
  private static final String[] SECRETS = {
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "accesskeyid",
    "sessionid",
    "sessid",
    "jsessionid",
    "signature"
  };
  private static final String[] CLIENTS = {
    "client",
    "clientip",
    "clientaddr",
    "clientaddress",
    "remoteaddr",
    "remoteip",
    "remotehost",
    "forwardedfor",
    "realip",
    "connectingip",
    "cip"
  };

  private SecretNames() {}

  static boolean isCookie(CharSequence text, int from, int end) {
    return endsWithAny(text, from, end, COOKIES);
  }

  static boolean isCredentials(CharSequence text, int from, int end) {
    return endsWithAny(text, from, end, CREDENTIALS);
  }

  static boolean isSecret(CharSequence text, int from, int end) {
    return endsWithAny(text, from, end, SECRETS);
  }

  static boolean isClient(CharSequence text, int from, int end) {
    return endsWithAny(text, from, end, CLIENTS);
  }

  private static boolean endsWithAny(CharSequence text, int from, int end, String[] names) {
    for (String name : names) {
      if (endsWith(text, from, end, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWith(CharSequence text, int from, int end, String name) {
    int at = end;
    int left = name.length();
    while (left > 0) {
      if (--at < from) {
        return false;
      }
      char c = text.charAt(at);
      if (c == '-' || c == '_') {
        continue;
      }
      if (lower(c) != name.charAt(--left)) {
        return false;
      }
    }
    return true;
  }

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
