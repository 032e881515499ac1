package io.badhop.ingest.privacy;

/** What becomes of the addresses of clients. */
public enum ClientIps {
  /** They are published as logged. */
  KEEP,
  /** IPv4 keeps its first 24 bits, IPv6 its first 48. */
  TRUNCATE,
  /** 16 hexadecimal digits take their place, the same for the same address and key. */
  HASH
}
