package io.badhop.ingest.parse;

import java.util.List;

/**
 * Server configurations that are at hand.
 *
 * @param all of any servers, in the order in which they were found
 */
public record ServerConfigs(List<ServerConfig> all) {

  /** None. */
  public static final ServerConfigs EMPTY = new ServerConfigs(List.of());

  public ServerConfigs {
    all = List.copyOf(all);
  }

  /** Those of one server. */
  public <T extends ServerConfig> List<T> of(Class<T> server) {
    return all.stream().filter(server::isInstance).map(server::cast).toList();
  }

  /** Names and addresses from all of them. */
  public AddressBook addresses() {
    AddressBook book = AddressBook.EMPTY;
    for (ServerConfig config : all) {
      book = book.and(config.addresses());
    }
    return book;
  }
}
