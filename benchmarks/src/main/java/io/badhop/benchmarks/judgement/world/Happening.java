package io.badhop.benchmarks.judgement.world;

/**
 * Something that happens to a process and not to a request.
 *
 * @param time true time in microseconds
 * @param what what happens
 * @param server to whom; null for the proxy itself
 * @param pid process or worker concerned
 * @param detail why, in the words of a health check; a path; or empty
 */
public record Happening(long time, What what, Server server, int pid, String detail) {

  /** What can happen. */
  public enum What {
    /** An instance was told to stop. */
    STOPPING,
    /** An instance serves. */
    STARTED,
    /** A worker took too long and is ended. */
    WORKER_KILLED,
    /** All workers are busy. */
    POOL_FULL,
    /** A health check took the server out. */
    DOWN,
    /** A health check put the server back. */
    UP,
    /** The last server of the pool is out. */
    EMPTY_POOL,
    /** The proxy read its configuration anew. */
    RELOADED,
    /** The proxy has no room for more. */
    PROXY_FULL
  }
}
