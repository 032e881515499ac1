package io.badhop.cli.run;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;

/** What lies on the topics of a run. */
final class Said {

  private final Topics events;
  private final Map<String, Object> client;

  Said(Topics events, Map<String, Object> client) {
    this.events = events;
    this.client = client;
  }

  static List<Escalation> escalations(Topics results, Map<String, Object> client) {
    List<Escalation> said = new ArrayList<>();
    TopicReader.readAll(results.escalations(), client, record -> said.add(record.value()));
    return said;
  }

  /** By incident, in order. */
  static Map<String, List<Escalation>> lives(List<Escalation> said) {
    Map<String, List<Escalation>> lives = new TreeMap<>();
    said.forEach(
        one -> lives.computeIfAbsent(one.getIncidentId(), id -> new ArrayList<>()).add(one));
    return lives;
  }

  /** Incidents that are not resolved. */
  List<String> open() {
    List<String> open = new ArrayList<>();
    lives(escalations(events, client))
        .forEach(
            (id, life) -> {
              if (life.get(life.size() - 1).getPhase() != Phase.RESOLVED) {
                open.add(id);
              }
            });
    return open;
  }

  /** Key and value of each escalation as their bytes are on the topic, in hexadecimal. */
  static List<String> bytes(Topics results, Map<String, Object> client) {
    Topic<?, ?> escalations = results.escalations();
    Topic<byte[], byte[]> raw =
        new Topic<>(
            escalations.name(),
            Serdes.ByteArray(),
            Serdes.ByteArray(),
            escalations.partitions(),
            escalations.retention(),
            escalations.compacted(),
            escalations.logAppendTime());
    HexFormat hex = HexFormat.of();
    List<String> said = new ArrayList<>();
    TopicReader.readAll(
        raw,
        client,
        record -> said.add(hex.formatHex(record.key()) + " " + hex.formatHex(record.value())));
    return said;
  }

  /** Requests of which the proxy's record has come. */
  long requests() {
    Set<String> ids = new HashSet<>();
    TopicReader.readAll(
        events.proxyEvents(),
        client,
        record -> {
          if (record.value() instanceof ProxyEvent proxy) {
            ids.add(proxy.getRequestId());
          }
        });
    return ids.size();
  }

  /** Whether the ticks tell of all tiers that nothing before this time is to come. */
  boolean ticksHavePassed(long timeMs) {
    Tick last = lastTick();
    return last != null
        && List.of(Tier.PROXY, Tier.APP).stream()
            .allMatch(
                tier ->
                    last.getWatermarks().stream()
                        .anyMatch(
                            mark -> mark.getTier() == tier && mark.getWatermark() > timeMs * 1000));
  }

  /** Null when there is none. */
  Tick lastTick() {
    List<Tick> ticks = new ArrayList<>();
    TopicReader.readAll(
        events.componentEvents(),
        client,
        record -> {
          if (record.value() instanceof Tick tick) {
            ticks.add(tick);
          }
        });
    return ticks.stream().reduce((a, b) -> a.getNumber() > b.getNumber() ? a : b).orElse(null);
  }
}
