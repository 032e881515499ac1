package io.badhop.ingest.parse.app;

import java.util.List;
import java.util.Map;

/** Tells records of proxies apart, which are written in the same way as those of applications. */
final class ProxyRecords {

  /** nginx's variables, and what Heroku's router alone writes. */
  private static final List<String> NAMES =
      List.of(
          "upstream_addr",
          "upstream_status",
          "upstream_response_time",
          "upstream_connect_time",
          "dyno");

  private ProxyRecords() {}

  static boolean isOne(Map<String, String> record) {
    return NAMES.stream().anyMatch(record::containsKey);
  }
}
