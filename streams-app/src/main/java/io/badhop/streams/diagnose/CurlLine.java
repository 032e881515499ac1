package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Builds one curl line. Everything that comes from a log is encoded or cut down to harmless
 * characters, then quoted.
 */
final class CurlLine {

  private static final Pattern INET =
      Pattern.compile(
          "(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.%]{2,60}]):[0-9]{1,5}"
              + "|[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+){1,60}");
  private static final Pattern SOCKET = Pattern.compile("unix:(/[A-Za-z0-9._@/+-]{1,107}):?");
  private static final Pattern NOT_IN_HOST = Pattern.compile("[^A-Za-z0-9._:\\[\\]-]");
  private static final Pattern NOT_IN_ID = Pattern.compile("[^A-Za-z0-9._:=;/+-]");

  /**
   * Characters that a path holds without escape and that neither curl nor a shell in quotes reads
   * otherwise.
   */
  private static final String PLAIN = "/-._~!$&()*+,;=:@%";

  private static final String HEX = "0123456789ABCDEF";
  private static final int MAX_PATH = 2_000;

  private final StringBuilder line = new StringBuilder("curl -sv");

  CurlLine(
      String method,
      String host,
      String path,
      String upstream,
      Cause cause,
      boolean tls,
      String requestId) {
    String safeHost = cut(NOT_IN_HOST, host);
    String safePath = encode(path);
    if ("HEAD".equalsIgnoreCase(method)) {
      line.append(" -I");
    }
    line.append(patience(cause));
    if (safePath.contains("/.")) {
      line.append(" --path-as-is");
    }
    String id = cut(NOT_IN_ID, requestId);
    if (!id.isEmpty()) {
      option("-H", "X-Request-ID: repro-" + id);
    }
    target(safeHost, safePath, upstream == null ? "" : upstream, tls);
  }

  /** How long to wait and what to print, so that the symptom shows. */
  private static String patience(Cause cause) {
    return switch (cause) {
      case CONNECT_TIMEOUT -> " --connect-timeout 5 --max-time 10";
      case RESPONSE_TIMEOUT, WORKER_TIMEOUT, POOL_EXHAUSTED ->
          " --max-time 120 -o /dev/null"
              + " -w 'status %{http_code}, first byte after %{time_starttransfer} s\\n'";
      case HEADER_TOO_LARGE -> " --max-time 10 -o /dev/null -w 'header: %{size_header} bytes\\n'";
      case BODY_TRUNCATED -> " --max-time 60 -o /dev/null -w 'body: %{size_download} bytes\\n'";
      default -> " --max-time 10";
    };
  }

  private void target(String host, String path, String upstream, boolean tls) {
    String scheme = tls ? "https://" : "http://";
    var socket = SOCKET.matcher(upstream);
    if (socket.matches() && !speaksFastCgi(upstream)) {
      option("--unix-socket", socket.group(1));
      url(scheme + (host.isEmpty() ? "localhost" : host) + path);
    } else if (!INET.matcher(upstream).matches() || speaksFastCgi(upstream)) {
      plain(host, scheme + "127.0.0.1" + path);
    } else if (tls && !host.isEmpty()) {
      // The name in the URL is sent as SNI and checked against the certificate, as a proxy does.
      option("--connect-to", "::" + (upstream.matches(".*:[0-9]+") ? upstream : upstream + ":443"));
      url(scheme + host + path);
    } else {
      plain(host, scheme + upstream + path);
    }
  }

  private void plain(String host, String url) {
    if (!host.isEmpty()) {
      option("-H", "Host: " + host);
    }
    url(url);
  }

  private void url(String url) {
    if (url.indexOf('[') >= 0) {
      line.append(" -g");
    }
    line.append(" '").append(url).append('\'');
  }

  private void option(String name, String value) {
    line.append(' ').append(name).append(" '").append(value).append('\'');
  }

  /** PHP-FPM does not speak HTTP: only the proxy can ask it. */
  private static boolean speaksFastCgi(String upstream) {
    String lower = upstream.toLowerCase(Locale.ROOT);
    return lower.startsWith("unix:") && (lower.contains("fpm") || lower.contains("php"))
        || lower.endsWith(":9000");
  }

  private static String cut(Pattern unwanted, String value) {
    return value == null ? "" : unwanted.matcher(value).replaceAll("");
  }

  private static String encode(String path) {
    String whole = path == null || path.isEmpty() ? "/" : path;
    StringBuilder encoded = new StringBuilder(whole.startsWith("/") ? "" : "/");
    String head = whole.length() > MAX_PATH ? whole.substring(0, MAX_PATH) : whole;
    for (byte b : head.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return encoded.toString();
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
