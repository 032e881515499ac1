package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.QuickFixes.fix;
import static io.badhop.streams.diagnose.Software.ALB;
import static io.badhop.streams.diagnose.Software.APACHE;
import static io.badhop.streams.diagnose.Software.CADDY;
import static io.badhop.streams.diagnose.Software.CLOUDFLARE;
import static io.badhop.streams.diagnose.Software.CLOUDFRONT;
import static io.badhop.streams.diagnose.Software.ENVOY;
import static io.badhop.streams.diagnose.Software.HAPROXY;
import static io.badhop.streams.diagnose.Software.IIS;
import static io.badhop.streams.diagnose.Software.NGINX;
import static io.badhop.streams.diagnose.Software.TRAEFIK;
import static io.badhop.streams.diagnose.Software.VARNISH;

import io.badhop.schemas.event.Cause;
import io.badhop.streams.diagnose.QuickFixes.Fix;
import java.util.Map;

/** Quick fixes where the upstream could not be reached at all. */
final class ReachFixes {

  private ReachFixes() {}

  static void into(Map<Cause, Fix> fixes) {
    fixes.put(Cause.CONNECTION_REFUSED, refused());
    fixes.put(Cause.CONNECT_TIMEOUT, connectTimeout());
    fixes.put(Cause.DNS_FAILURE, dns());
    fixes.put(Cause.DNS_DRIFT, drift());
    fixes.put(Cause.TLS_FAILURE, tls());
    fixes.put(Cause.WRONG_UPSTREAM_ADDRESS, wrongAddress());
    fixes.put(Cause.NO_HEALTHY_UPSTREAM, noHealthy());
  }

  private static Fix refused() {
    return fix(
        "Start the application that should listen at this address, and read why it ended.",
        NGINX,
        "Until it is back mark it `down` in its `upstream` block; `proxy_next_upstream error timeout` and `max_fails` let the others take over.",
        HAPROXY,
        "Put `check` on its `server` line and `option redispatch` in the backend, so that HAProxy goes round a dead one.",
        APACHE,
        "Until it is back disable its `BalancerMember` (`status=+D`); `retry=` says how long Apache stays away from it.",
        ENVOY,
        "Add health checks or `outlier_detection` to the cluster, and `retry_on: connect-failure`.",
        CADDY,
        "Give `reverse_proxy` a second upstream with `lb_try_duration` and `health_uri`.",
        TRAEFIK,
        "Add `loadBalancer.healthCheck` and a `retry` middleware.",
        VARNISH,
        "Give the backend a `.probe`.");
  }

  private static Fix connectTimeout() {
    return fix(
        "The upstream host does not answer at all: see that the machine is up, and check firewall, security group and routes between proxy and application.",
        NGINX,
        "Lower `proxy_connect_timeout` to 1-2 s so that the next upstream is tried soon.",
        HAPROXY,
        "Lower `timeout connect` and put `check` on the `server` line.",
        APACHE,
        "Set `connectiontimeout=2` on the `ProxyPass` or `BalancerMember`.",
        ENVOY,
        "Lower the cluster's `connect_timeout` and add health checks.",
        VARNISH,
        "Lower the backend's `.connect_timeout`.");
  }

  private static Fix dns() {
    return fix(
        "Mend the name: resolve it on the proxy host with `dig`, then correct the record, the service name or the name server.",
        NGINX,
        "Set `resolver ... valid=10s` to a server that answers, or name the upstream by address.",
        HAPROXY,
        "Check the `resolvers` section, `hold` times and `init-addr last,libc,none`.",
        APACHE,
        "Correct the host in `ProxyPass`, then reload.",
        ENVOY,
        "Check the cluster's address and `dns_resolvers`.",
        CLOUDFLARE,
        "Correct the origin's DNS record in the zone.");
  }

  private static Fix drift() {
    return fix(
        "DNS drift: the upstream's name now leads to an address that does not answer. Correct the record, then make the proxy resolve it again.",
        NGINX,
        "A name in `proxy_pass` is resolved once, at start: reload nginx now, and use `resolver` with a variable (or `server ... resolve`).",
        HAPROXY,
        "Use `resolvers` on the `server` line, or reload HAProxy.",
        APACHE,
        "Reload Apache, and set `disablereuse=on` or a `ttl` for the worker.",
        ENVOY,
        "Use `STRICT_DNS` with a short `dns_refresh_rate`.",
        CADDY,
        "Use `dynamic a` in `reverse_proxy` with a short `refresh`.",
        TRAEFIK,
        "Traefik resolves names for each new connection: check the name server that its container asks.",
        VARNISH,
        "Reload the VCL, which resolves names once, or use `vmod_dynamic`.",
        IIS,
        "Flush the machine's DNS cache (`ipconfig /flushdns`) and recycle the application pool.");
  }

  private static Fix tls() {
    return fix(
        "TLS mismatch between this hop and the next: compare certificate chain, name, expiry and protocol versions, and renew or install the right certificate.",
        NGINX,
        "Check `proxy_ssl_name`, `proxy_ssl_server_name on`, `proxy_ssl_trusted_certificate` and whether `proxy_pass` should say http or https.",
        HAPROXY,
        "Check `ssl verify required ca-file ... sni ...` on the `server` line, and log `%[ssl_bc_err_str]` (or `httpslog`) to see the reason.",
        APACHE,
        "Check `SSLProxyEngine`, `SSLProxyCACertificateFile` and `SSLProxyCheckPeerName`.",
        ENVOY,
        "Check the cluster's `transport_socket`: `sni`, trusted CA and subject names.",
        CADDY,
        "Check `transport http { tls_server_name, tls_trusted_ca_certs }`.",
        TRAEFIK,
        "Check `serversTransport`: `serverName`, `rootCAs`, and http or https in the server's URL.",
        VARNISH,
        "Varnish speaks no TLS to backends itself: check the TLS proxy between them (`.via`).",
        IIS,
        "Check the certificate's name and trust on the server farm, and SSL offloading on its Routing Rules page.",
        CLOUDFRONT,
        "Check that the origin's certificate names the origin's domain and its chain is complete.",
        CLOUDFLARE,
        "Install a valid or an Origin CA certificate at the proxy, or correct the zone's SSL/TLS mode.");
  }

  private static Fix wrongAddress() {
    return fix(
        "Wrong upstream address: this one has never answered. Compare host and port with where the application really listens (`ss -ltnp`), and correct the proxy's configuration.",
        NGINX,
        "Correct `proxy_pass` or `server` in the `upstream` block and reload.",
        HAPROXY,
        "Correct the `server` line and reload.",
        APACHE,
        "Correct `ProxyPass` or `BalancerMember` and reload.",
        ENVOY,
        "Correct the cluster's endpoints.",
        CADDY,
        "Correct `to` of `reverse_proxy` and reload.",
        TRAEFIK,
        "Correct `loadBalancer.servers.url`, or the label with the port.",
        VARNISH,
        "Correct `.host` and `.port` of the backend and load the VCL.",
        IIS,
        "Correct the server's address in the farm, or the rewrite rule's URL.",
        CLOUDFLARE,
        "Correct the origin's record in the zone.",
        ALB,
        "Correct the targets and their port in the target group.");
  }

  private static Fix noHealthy() {
    return fix(
        "Every upstream of the group is out: bring one back, and look at what took them out before.",
        NGINX,
        "`max_fails` and `fail_timeout` decide when nginx gives one up; too strict, they turn a few time-outs into an outage.",
        HAPROXY,
        "See `show servers state` for the failing check; correct the check if the servers are well.",
        APACHE,
        "`retry=` decides for how long a failed worker stays out.",
        ENVOY,
        "See `/clusters` on the admin port; `max_ejection_percent` and the panic threshold limit what is thrown out.",
        VARNISH,
        "See `varnishadm backend.list`; correct the `.probe` if the backend is well.",
        IIS,
        "See the farm's Monitoring and Health Test pages.");
  }
}
