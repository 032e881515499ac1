package io.badhop.benchmarks.judgement.world;

/**
 * One instance of an application, or a proxy as the edge addresses it.
 *
 * @param pool name of its pool
 * @param name its name within the pool
 * @param address {@code ip:port}, or {@code unix:/path}
 * @param pid process, or master process
 */
public record Server(String pool, String name, String address, int pid) {

  /** Address without the port; a socket's whole path. */
  public String host() {
    return isSocket() ? address : address.substring(0, address.lastIndexOf(':'));
  }

  /** Port; 0 of a socket. */
  public int port() {
    return isSocket() ? 0 : Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Whether it is reached through a socket of the file system. */
  public boolean isSocket() {
    return address.startsWith("unix:");
  }
}
