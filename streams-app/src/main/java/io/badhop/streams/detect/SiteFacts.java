package io.badhop.streams.detect;

import io.badhop.schemas.event.AddressState;
import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.SiteState;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What only history tells of a site: which addresses ever answered, what components said of late,
 * how well tiers are logged, whose clock is off.
 */
final class SiteFacts {

  private static final int MAX_COMPONENTS = 1_000;
  private static final int MAX_ADDRESSES = 5_000;
  private static final int MAX_CLIENTS = 8;

  /** With fewer the log may show a proxy's address for every client. */
  private static final int SEVERAL_CLIENTS = 4;

  /** How far back a component event can have to do with a failure. */
  private static final long COMPONENT_MEMORY = Board.WINDOW;

  private static final Set<ComponentEventKind> RESTART =
      EnumSet.of(
          ComponentEventKind.STARTED,
          ComponentEventKind.STOPPED,
          ComponentEventKind.RELOADED,
          ComponentEventKind.DEPLOYED);

  /** A failure within ten seconds of a restart may be the restart's doing. */
  static final long RESTART_BEFORE = 40;

  private final List<ComponentEvent> components = new ArrayList<>();
  private final Map<String, AddressState> addresses = new TreeMap<>();
  private final Stage2Counters counters;
  private final Coverage coverage;
  private final Clocks clocks;
  private final Set<String> clients = new TreeSet<>();
  private long firstSlot = Slots.NONE;

  SiteFacts(String site, Stage2Counters counters) {
    this.counters = counters;
    coverage = new Coverage(counters);
    clocks = new Clocks(site, counters);
  }

  void learn(SiteTick tick) {
    coverage.learn(tick.coverage());
    clocks.learn(tick.clocks());
    components.addAll(tick.components);
    if (components.isEmpty()) {
      return;
    }
    long newest = Slots.of(components.get(components.size() - 1).getTime());
    components.removeIf(event -> newest - Slots.of(event.getTime()) > COMPONENT_MEMORY);
    while (components.size() > MAX_COMPONENTS) {
      components.remove(0);
    }
  }

  void learn(long slot, Bucket bucket) {
    firstSlot = firstSlot == Slots.NONE ? slot : firstSlot;
    for (SuccessCount success : bucket.getSuccesses()) {
      if (success.getKey().getKind() == KeyKind.UPSTREAM && success.getAnd() == null) {
        AddressState address = address(success.getKey().getValue(), slot);
        address.setFirstAnswer(
            address.getFirstAnswer() == Slots.NONE ? slot : address.getFirstAnswer());
        address.setLastAnswer(slot);
      }
    }
    for (FailureCell failure : bucket.getFailures()) {
      if (!failure.getUpstream().isEmpty()) {
        address(failure.getUpstream(), slot);
      }
      failure.getExemplars().forEach(exemplar -> meet(exemplar.getClientIp()));
    }
  }

  private void meet(String client) {
    if (!client.isEmpty() && clients.size() < MAX_CLIENTS) {
      clients.add(client);
    }
  }

  /** True when failures of several clients were seen: the log tells them apart. */
  boolean tellsClientsApart() {
    return clients.size() >= SEVERAL_CLIENTS;
  }

  private AddressState address(String address, long slot) {
    AddressState known = addresses.get(address);
    if (known == null) {
      known = new AddressState(address, slot, Slots.NONE, Slots.NONE);
      if (addresses.size() < MAX_ADDRESSES) {
        addresses.put(address, known);
      } else {
        counters.addressesOverflowed++;
      }
    }
    return known;
  }

  /** True when the address was seen and never answered. */
  boolean neverAnswered(String address) {
    AddressState known = addresses.get(address);
    return known != null && known.getFirstAnswer() == Slots.NONE;
  }

  /** The first address, in order, of a kind that answered since a slot. */
  Optional<String> answeredSince(long slot, Predicate<String> kind) {
    return addresses.values().stream()
        .filter(address -> address.getLastAnswer() >= slot)
        .map(AddressState::getAddress)
        .filter(kind)
        .findFirst();
  }

  /** True when any upstream was ever seen to answer: the logs name upstreams of successes too. */
  boolean answersSeen() {
    return addresses.values().stream().anyMatch(address -> address.getFirstAnswer() != Slots.NONE);
  }

  /** Slots for which the site had been watched before the given one. */
  long watchedBefore(long slot) {
    return firstSlot == Slots.NONE ? 0 : slot - firstSlot;
  }

  /** Slot of an address's last answer; {@link Slots#NONE} when it gave none. */
  long lastAnswer(String address) {
    AddressState known = addresses.get(address);
    return known == null ? Slots.NONE : known.getLastAnswer();
  }

  /** How completely the tiers are logged. */
  Coverage coverage() {
    return coverage;
  }

  /** How the hosts' clocks compare. */
  Clocks clocks() {
    return clocks;
  }

  /**
   * What components said between the two slots, inclusive, of something that the incident is about.
   */
  List<ComponentEvent> about(Incident incident, long from, long to) {
    return components.stream()
        .filter(event -> Slots.of(event.getTime()) >= from && Slots.of(event.getTime()) <= to)
        .filter(event -> concerns(event, incident))
        .toList();
  }

  /** True when a component spoke after a slot. */
  boolean heardAfter(long slot) {
    return components.stream().anyMatch(event -> Slots.of(event.getTime()) > slot);
  }

  private boolean concerns(ComponentEvent event, Incident incident) {
    if (!event.getAddress().isEmpty()) {
      return incident.state().getUpstreams().contains(event.getAddress())
          || ServerNews.ofPools(incident, event);
    }
    // A deploy that names no address may be of anything that the site runs.
    if (event.getTier() != Tier.APP || event.getKind() == ComponentEventKind.DEPLOYED) {
      return true;
    }
    return components.stream()
        .filter(other -> other.getSource().equals(event.getSource()) && !other.getPath().isEmpty())
        .anyMatch(
            other ->
                incident.state().getExemplars().stream()
                    .anyMatch(exemplar -> exemplar.getPath().equals(other.getPath())));
  }

  /**
   * True when something that the incident is about was stopped or started a short while before the
   * first failure, or since.
   */
  boolean restartInSight(Incident incident, long now) {
    return about(incident, incident.state().getFirstSlot() - RESTART_BEFORE, now).stream()
        .anyMatch(event -> restart(event.getKind()));
  }

  static boolean restart(ComponentEventKind kind) {
    return RESTART.contains(kind);
  }

  void save(SiteState state) {
    state.setFirstSlot(firstSlot);
    state.setComponents(new ArrayList<>(components));
    state.setAddresses(new ArrayList<>(addresses.values()));
    state.setCoverage(new ArrayList<>(coverage.state()));
    state.setClocks(clocks.state());
    state.setClients(new ArrayList<>(clients));
  }

  void restore(SiteState state) {
    firstSlot = state.getFirstSlot();
    components.addAll(state.getComponents());
    state.getAddresses().forEach(address -> addresses.put(address.getAddress(), address));
    coverage.restore(state.getCoverage());
    clocks.restore(state.getClocks());
    clients.addAll(state.getClients());
  }
}
