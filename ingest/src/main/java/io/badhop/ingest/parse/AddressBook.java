package io.badhop.ingest.parse;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which name stands for which address, as the servers' own configurations say: {@code bk_app/app2}
 * is 127.0.3.22:10401, pool {@code www} is {@code unix:/run/fpm.sock}; and which pool an address
 * belongs to.
 *
 * @param addressOf component or server name → address
 * @param poolOf address → name of its upstream group
 */
public record AddressBook(Map<String, String> addressOf, Map<String, String> poolOf) {

  /** Knows nothing. */
  public static final AddressBook EMPTY = new AddressBook(Map.of(), Map.of());

  public AddressBook {
    addressOf = Map.copyOf(addressOf);
    poolOf = Map.copyOf(poolOf);
  }

  /** Address of a component; empty when unknown. */
  public Optional<String> address(String name) {
    return Optional.ofNullable(addressOf.get(name));
  }

  /** Upstream group of an address; empty when unknown. */
  public Optional<String> pool(String address) {
    return Optional.ofNullable(poolOf.get(address));
  }

  /** Both books in one; where both know a name, this one wins. */
  public AddressBook and(AddressBook other) {
    Map<String, String> addresses = new TreeMap<>(other.addressOf);
    addresses.putAll(addressOf);
    Map<String, String> pools = new TreeMap<>(other.poolOf);
    pools.putAll(poolOf);
    return new AddressBook(addresses, pools);
  }
}
