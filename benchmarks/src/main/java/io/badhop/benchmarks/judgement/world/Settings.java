package io.badhop.benchmarks.judgement.world;

/**
 * How edge, proxies and clients are set up. Durations in microseconds.
 *
 * @param hasEdge whether there is an edge
 * @param hasProxy whether there are proxies; if not, the edge asks the applications itself
 * @param edgeTimeout how long the edge waits for a connection
 * @param connectTimeout how long a proxy waits for a connection; an edge, where it has no proxies
 * @param readTimeout how long it waits for a header
 * @param queueTimeout how long it lets a request wait for a server
 * @param retries whether another server is tried after a failure
 * @param passive whether a server that failed is left alone for ten seconds
 * @param active whether health checks take servers out, two seconds after they are gone
 * @param ownIds share of clients that send a request ID of their own
 * @param cache share of static files that the edge answers from its cache
 */
public record Settings(
    boolean hasEdge,
    boolean hasProxy,
    long edgeTimeout,
    long connectTimeout,
    long readTimeout,
    long queueTimeout,
    boolean retries,
    boolean passive,
    boolean active,
    double ownIds,
    double cache) {}
