package io.badhop.ingest.parse;

import java.util.List;

/**
 * Server configurations that are at hand.
 *
 * @param nginx nginx configurations
 * @param haproxy HAProxy configurations
 * @param apache Apache configurations
 */
public record ServerConfigs(
    List<NginxConfig> nginx, List<HaproxyConfig> haproxy, List<ApacheConfig> apache) {

  /** None. */
  public static final ServerConfigs EMPTY = new ServerConfigs(List.of(), List.of(), List.of());

  public ServerConfigs {
    nginx = List.copyOf(nginx);
    haproxy = List.copyOf(haproxy);
    apache = List.copyOf(apache);
  }

  /** Names and addresses from all of them. */
  public AddressBook addresses() {
    AddressBook book = AddressBook.EMPTY;
    for (NginxConfig config : nginx) {
      book = book.and(config.addresses());
    }
    for (HaproxyConfig config : haproxy) {
      book = book.and(config.addresses());
    }
    for (ApacheConfig config : apache) {
      book = book.and(config.addresses());
    }
    return book;
  }
}
