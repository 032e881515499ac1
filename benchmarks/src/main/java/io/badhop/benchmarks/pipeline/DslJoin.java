package io.badhop.benchmarks.pipeline;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.TimeWindows;

/**
 * The join as it is written with the Streams DSL: edge left join proxy left join app within 30 s,
 * then a windowed count per second for each path and each upstream, and the failed ones to a topic.
 * Left joins, as a failed request may lack what lies below the failure. Window stores and their
 * changelogs are the DSL's own.
 *
 * <p>Only what is needed goes through the repartition topics: the path or the upstream, not the
 * joined record.
 */
final class DslJoin implements Supplier<Topology> {
  private static final JoinWindows WINDOWS =
      JoinWindows.ofTimeDifferenceAndGrace(Duration.ofSeconds(30), Duration.ofSeconds(5));
  private static final TimeWindows SECOND =
      TimeWindows.ofSizeAndGrace(Duration.ofSeconds(1), Duration.ofSeconds(35));

  private final Terms terms;
  private final Properties settings;
  private final Topics topics;

  /**
   * Prepares it.
   *
   * @param settings of Kafka Streams; the topology's optimization is one of them
   */
  DslJoin(Terms terms, Properties settings) {
    this.terms = terms;
    this.settings = settings;
    this.topics = terms.events();
  }

  @Override
  public Topology get() {
    StreamsBuilder builder = new StreamsBuilder();
    List<Topic<String, SpecificRecord>> events = topics.forJoining();
    KStream<String, EdgeEvent> edge = events(builder, events.get(0), EdgeEvent.class);
    KStream<String, ProxyEvent> proxy = events(builder, events.get(1), ProxyEvent.class);
    KStream<String, AppEvent> app = events(builder, events.get(2), AppEvent.class);
    Serde<RequestTrace> traces = topics.traces().values();
    KStream<String, RequestTrace> joined =
        edge.leftJoin(
                proxy,
                Traces::of,
                WINDOWS,
                StreamJoined.with(Serdes.String(), typed(events.get(0)), typed(events.get(1))))
            .leftJoin(
                app,
                Traces::with,
                WINDOWS,
                StreamJoined.with(Serdes.String(), traces, typed(events.get(2))));
    joined
        .filter((id, trace) -> trace.getFailed())
        .to(terms.failures(), Produced.with(Serdes.String(), traces));
    count(joined, "PATH", Traces::path);
    count(joined, "UPSTREAM", Traces::upstream);
    return builder.build(settings);
  }

  /** Events of one tier by their own time; ticks are left out. */
  private static <E extends SpecificRecord> KStream<String, E> events(
      StreamsBuilder builder, Topic<String, SpecificRecord> topic, Class<E> type) {
    Consumed<String, SpecificRecord> consumed =
        Consumed.with(topic.keys(), topic.values()).withTimestampExtractor(new EventTime());
    return builder.stream(topic.name(), consumed)
        .filter((id, event) -> type.isInstance(event))
        .mapValues(type::cast);
  }

  @SuppressWarnings("unchecked")
  private static <E extends SpecificRecord> Serde<E> typed(Topic<String, SpecificRecord> topic) {
    // The topic holds this class and ticks, and ticks do not come this far.
    return (Serde<E>) (Serde<?>) topic.values();
  }

  private void count(
      KStream<String, RequestTrace> joined, String kind, Function<RequestTrace, String> value) {
    joined
        .mapValues(value::apply)
        .groupBy((id, name) -> name, Grouped.with(Serdes.String(), Serdes.String()))
        .windowedBy(SECOND)
        .count()
        .toStream(
            (window, count) -> window.window().start() / 1000 + "|" + kind + "|" + window.key())
        .to(terms.counts(), Produced.with(Serdes.String(), Serdes.Long()));
  }
}
