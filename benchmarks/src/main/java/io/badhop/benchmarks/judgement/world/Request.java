package io.badhop.benchmarks.judgement.world;

/**
 * What a client asks.
 *
 * @param number counts up within a run
 * @param time when its first byte reaches the outermost hop, in true time, microseconds
 * @param id request ID that all hops share
 * @param ray ID that the edge gives; also the unique part of a trace ID
 * @param client address of the client
 * @param port port of the client
 * @param host host asked for
 * @param route what kind of request it is; null for a path that no route has
 * @param method HTTP method
 * @param path path without query
 * @param query query without its question mark, or empty
 * @param agent name of the client's software
 * @param again how often the same request was tried before
 */
public record Request(
    long number,
    long time,
    String id,
    String ray,
    String client,
    int port,
    String host,
    Route route,
    String method,
    String path,
    String query,
    String agent,
    int again) {

  /** Path and query. */
  public String target() {
    return query.isEmpty() ? path : path + "?" + query;
  }

  Request again(long number, long time, String ray) {
    return new Request(
        number, time, id, ray, client, port, host, route, method, path, query, agent, again + 1);
  }
}
