package io.badhop.benchmarks.judgement.world;

/** What can happen to requests, by the place where it happens. */
public enum Kind {
  /** The server's process is gone: its host answers SYN with RST. */
  REFUSED(Layer.SERVER),
  /** The server's host is gone: ICMP says so. */
  UNREACHABLE(Layer.LINK),
  /** Nothing comes back from the address. */
  CONNECT_TIMEOUT(Layer.LINK),
  /** The server is at work for longer than its proxy waits. */
  RESPONSE_TIMEOUT(Layer.SERVER),
  /** The server sends RST instead of a header. */
  RESET(Layer.SERVER),
  /** The server sends FIN instead of a header. */
  EARLY_CLOSE(Layer.SERVER),
  /** The server's header is larger than its proxy takes. */
  LARGE_HEADER(Layer.SERVER),
  /** What the server sends is not HTTP. */
  GARBAGE(Layer.SERVER),
  /** The server breaks off in the body, behind a good header. */
  CUT_BODY(Layer.SERVER),
  /** The server answers 500 with an exception. */
  APP_500(Layer.SERVER),
  /** The server answers 503. */
  APP_503(Layer.SERVER),
  /** The server's supervisor kills workers that take too long. */
  WORKER_TIMEOUT(Layer.SERVER),
  /** All workers are busy and nothing more fits into the queue before them. */
  POOL_FULL(Layer.SERVER),
  /** The server's certificate is not accepted. */
  TLS_CERT(Layer.LINK),
  /** The two sides do not agree on TLS. */
  TLS_HANDSHAKE(Layer.LINK),
  /** The name of the pool cannot be resolved. */
  DNS(Layer.LINK),
  /** The name of the pool leads to an address on which nobody serves. */
  DNS_DRIFT(Layer.LINK),
  /** The proxy was reloaded with an address on which nobody serves. */
  WRONG_ADDRESS(Layer.PROXY),
  /** Health checks have taken out all servers of the pool. */
  NO_SERVER(Layer.SERVER),
  /** The proxy turns requests away because of their number. */
  RATE_LIMIT(Layer.PROXY),
  /** The proxy has no connections, files or threads left. */
  PROXY_FULL(Layer.PROXY),
  /** The proxy's process is gone, as the edge sees it. */
  EDGE_REFUSED(Layer.EDGE),
  /** The edge hears nothing from the proxy's address. */
  EDGE_CONNECT_TIMEOUT(Layer.EDGE),
  /** The proxy breaks off before a header, as the edge sees it. */
  EDGE_RESET(Layer.EDGE),
  /** The proxy's certificate is not accepted by the edge. */
  EDGE_TLS(Layer.EDGE),
  /** The edge fails by itself, without asking a proxy. */
  EDGE_OWN(Layer.EDGE),
  /** Nobody can reach the site any more, and no hop sees a request. */
  TRAFFIC_STOPS(Layer.EDGE),
  /** A planned answer of 503, given by the proxy's configuration. */
  MAINTENANCE(Layer.HARMLESS),
  /** The client goes before the answer is there. */
  CLIENT_LEFT(Layer.HARMLESS),
  /** Slow, but answered. */
  SLOW(Layer.HARMLESS),
  /** A server is replaced: refuses for a moment, then serves again. */
  DEPLOY(Layer.HARMLESS),
  /** Some client asks for things that do not exist. */
  SCANNER(Layer.HARMLESS),
  /** Many times the usual number of requests, all answered. */
  SURGE(Layer.HARMLESS),
  /** A client whose requests are refused as bad, or that leaves again and again. */
  BAD_CLIENT(Layer.HARMLESS);

  /** Where something happens. */
  public enum Layer {
    EDGE,
    PROXY,
    LINK,
    SERVER,
    HARMLESS
  }

  private final Layer layer;

  Kind(Layer layer) {
    this.layer = layer;
  }

  /** Where it happens. */
  public Layer layer() {
    return layer;
  }

  /** Whether a try that failed this way never got a connection. */
  public boolean unconnected() {
    return switch (this) {
      case REFUSED, UNREACHABLE, CONNECT_TIMEOUT, TLS_CERT, TLS_HANDSHAKE -> true;
      default -> false;
    };
  }
}
