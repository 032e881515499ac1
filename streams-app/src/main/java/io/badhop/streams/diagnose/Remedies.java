package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;

/** What to do about a cause, and how to see the failure again. Stateless. */
public final class Remedies {

  private Remedies() {}

  /**
   * What to do at once, in one to three short sentences.
   *
   * @param cause why requests fail
   * @param software server that reported it, as logged (`nginx`, `haproxy`, `cloudflare` ...); the
   *     settings named are this server's; empty or unknown for advice without settings
   * @return never empty
   */
  public static String quickFix(Cause cause, String software) {
    return QuickFixes.of(cause).at(Software.of(software));
  }

  /**
   * Whose setting it is that failures of one duration end at.
   *
   * @param cause why they fail
   * @param software server that reported them, as logged; may be empty or unknown
   * @param us how long they all took, microseconds; positive
   * @return in words; empty where no time-out that is known ends so
   */
  public static String timeoutSetting(Cause cause, String software, long us) {
    return TimeoutSetting.of(cause, Software.of(software), us);
  }

  /**
   * A curl line that repeats the failing request from the proxy host, without its body, query and
   * cookies. Encrypted when the cause is a TLS failure.
   *
   * @see #reproduce(String, String, String, String, Cause, boolean, String)
   */
  public static String reproduce(
      String method, String host, String path, String upstream, Cause cause, String requestId) {
    return reproduce(method, host, path, upstream, cause, cause == Cause.TLS_FAILURE, requestId);
  }

  /**
   * A curl line that repeats the failing request from the proxy host, without its body, query and
   * cookies. It is HEAD where the request was HEAD and GET otherwise, so that it changes nothing;
   * safe to paste whatever the log held.
   *
   * @param method of the failing request
   * @param host its Host; may be empty
   * @param path its path; may be empty
   * @param upstream `address:port`, `[v6]:port` or `unix:/path`; anything else, a server's name or
   *     nothing, is asked for through the proxy on the loopback address
   * @param cause why the request failed: decides how long to wait and what to print
   * @param tls true when the upstream is spoken to over TLS
   * @param requestId ID of the failing request; the line sends it with a prefix, so that the repeat
   *     is found in the logs and is not taken for the original; empty for none
   */
  public static String reproduce(
      String method,
      String host,
      String path,
      String upstream,
      Cause cause,
      boolean tls,
      String requestId) {
    return new CurlLine(method, host, path, upstream, cause, tls, requestId).toString();
  }
}
