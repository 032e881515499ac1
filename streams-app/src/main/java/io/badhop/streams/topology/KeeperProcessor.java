package io.badhop.streams.topology;

import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.topology.Member.Standing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Drives {@link TickMaker}: reports come in as records, time comes in by the wall clock, and a
 * successor finds what it needs in the store.
 */
final class KeeperProcessor implements Processor<String, SourceWatermark, String, SpecificRecord> {

  /** How often the maker is asked; a tick is late by half of it on average. */
  private static final Duration ASK = Duration.ofMillis(50);

  private static final String FLOORS = "floors";
  private static final String MEMBER = "member/";

  private final Topic<String, SourceWatermark> watermarks;
  private final Topic<String, SpecificRecord> ticks;
  private final TickRules rules;
  private final PipelineCounters counters;
  private final Set<String> stored = new HashSet<>();
  private ProcessorContext<String, SpecificRecord> context;
  private KeyValueStore<String, byte[]> store;
  private TickMaker maker;

  KeeperProcessor(Topics topics, TickRules rules, PipelineCounters counters) {
    this.watermarks = topics.watermarks();
    this.ticks = topics.edgeEvents();
    this.rules = rules;
    this.counters = counters;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    store = context.getStateStore(KeeperTopology.STORE);
    maker = new TickMaker(rules);
    stored.clear();
    resume();
    context.schedule(ASK, PunctuationType.WALL_CLOCK_TIME, timestamp -> advance());
  }

  @Override
  public void process(Record<String, SourceWatermark> record) {
    if (record.value() != null) {
      maker.report(record.value(), now()).ifPresent(this::store);
    }
  }

  private void advance() {
    Optional<Tick> due = maker.advance(now());
    due.ifPresent(
        tick -> {
          storeAll(tick);
          context.forward(new Record<>(null, tick, context.currentSystemTimeMs()));
          context.commit();
        });
    counters.keeper(due, maker, context.currentSystemTimeMs());
  }

  private long now() {
    return context.currentSystemTimeMs() * 1000;
  }

  private void resume() {
    byte[] floors = store.get(FLOORS);
    List<Member> members = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> entries = store.all()) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        if (entry.key.startsWith(MEMBER)) {
          members.add(decode(entry.value));
          stored.add(entry.key);
        }
      }
    }
    Tick tiers = floors == null ? new Tick(0L, List.of(), List.of()) : decodeTick(floors);
    maker.resume(tiers, members, now());
  }

  private void storeAll(Tick tick) {
    store.put(FLOORS, ticks.values().serializer().serialize(ticks.name(), maker.floors()));
    if (tick.getChanges().isEmpty()) {
      return;
    }
    Set<String> gone = new HashSet<>(stored);
    for (Member member : maker.members()) {
      if (member.stored != member.standing) {
        store(member);
      }
      gone.remove(key(member));
    }
    gone.forEach(store::delete);
    stored.removeAll(gone);
  }

  private void store(Member member) {
    String key = key(member);
    store.put(key, encode(member));
    stored.add(key);
    member.stored = member.standing;
  }

  private static String key(Member member) {
    return MEMBER + member.id.tier() + "/" + member.id.site() + "/" + member.id.source();
  }

  /** One byte for the standing, then the last report as on its topic. */
  private byte[] encode(Member member) {
    byte[] report = watermarks.values().serializer().serialize(watermarks.name(), member.report);
    return ByteBuffer.allocate(1 + report.length)
        .put((byte) member.standing.ordinal())
        .put(report)
        .array();
  }

  private Member decode(byte[] bytes) {
    byte[] report = new byte[bytes.length - 1];
    ByteBuffer.wrap(bytes, 1, report.length).get(report);
    Standing standing = Standing.values()[bytes[0]];
    Member member =
        new Member(
            watermarks.values().deserializer().deserialize(watermarks.name(), report), standing, 0);
    member.stored = standing;
    return member;
  }

  private Tick decodeTick(byte[] bytes) {
    return (Tick) ticks.values().deserializer().deserialize(ticks.name(), bytes);
  }
}
