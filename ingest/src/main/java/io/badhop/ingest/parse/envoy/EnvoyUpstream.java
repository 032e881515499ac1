package io.badhop.ingest.parse.envoy;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/** What a record says of the upstream: always the last try, whatever came before. */
final class EnvoyUpstream {

  private static final String MESH_OUT = "outbound|";

  private EnvoyUpstream() {}

  /** The try that is logged, if any; sets the pool and the proxy's own address on the way. */
  static List<Attempt> attempts(ProxyEvent event, ProxyFields fields, AddressBook addresses) {
    String address = address(fields.get("upstream_host"));
    String cluster = fields.get("upstream_cluster");
    String pool = cluster.isEmpty() ? addresses.pool(address).orElse("") : cluster;
    event.setPool(pool);
    event.setAttemptsLogged(fields.names("upstream_host"));
    event.setProxy(proxy(fields, cluster));
    List<Attempt> attempts = new ArrayList<>();
    if (address.isEmpty()) {
      return attempts;
    }
    long header = headerUs(fields);
    attempts.add(
        Attempt.newBuilder()
            .setAddress(address)
            .setPool(pool)
            .setStatus(status(event, fields, header))
            .setHeaderUs(header)
            .build());
    return attempts;
  }

  /** From the request's beginning, where the time that the upstream took is not logged. */
  private static long headerUs(ProxyFields fields) {
    long service = EnvoyEvents.millis(fields, "upstream_service_time");
    return service >= 0 ? service : EnvoyEvents.millis(fields, "response_duration");
  }

  private static int status(ProxyEvent event, ProxyFields fields, long headerUs) {
    if (headerUs >= 0 || fields.get("response_code_details").equals("via_upstream")) {
      return event.getStatus();
    }
    boolean logged =
        fields.names("upstream_service_time")
            || fields.names("response_duration")
            || fields.names("response_code_details");
    return logged && !event.getTermination().isEmpty() ? 0 : -1;
  }

  /** {@code tcp://} stood before addresses once; a pipe is logged by its path. */
  static String address(String host) {
    String address = host.startsWith("tcp://") ? host.substring(6) : host;
    return address.startsWith("/") ? "unix:" + address : address;
  }

  /** Address without port, and without brackets. */
  static String host(String address) {
    int close = address.indexOf(']');
    if (address.startsWith("[") && close > 0) {
      return address.substring(1, close);
    }
    int colon = address.lastIndexOf(':');
    boolean port = colon >= 0 && address.indexOf(':') == colon;
    return port ? address.substring(0, colon) : address;
  }

  /** Towards a mesh the local address downstream is the one that the client meant to reach. */
  private static String proxy(ProxyFields fields, String cluster) {
    return cluster.startsWith(MESH_OUT)
        ? host(fields.get("upstream_local_address"))
        : host(fields.get("downstream_local_address"));
  }
}
