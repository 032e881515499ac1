package io.badhop.ingest.parse;

/** What a server's own configuration says of its logs; one implementation a server. */
public interface ServerConfig {

  /** Names and addresses of the components that it knows. */
  AddressBook addresses();
}
