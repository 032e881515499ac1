package io.badhop.schemas.topic;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Every topic that badhop's parts meet on.
 *
 * <p>The broker stamps all records on arrival: a back-fill of last month must not expire at once.
 * The four event topics have the same number of partitions and are keyed alike, so that partition i
 * of each holds the records of the same requests.
 */
public final class Topics {
  /** Prefix of all names unless configured otherwise. */
  public static final String DEFAULT_PREFIX = "badhop.";

  private static final Duration INPUT = Duration.ofDays(7);
  private static final Duration RESULTS = Duration.ofDays(90);

  /** Where a line came from, and what neither joins nor diagnoses. */
  private static final Set<String> NOT_FOR_JOINING =
      Set.of(
          "EdgeEvent.source",
          "EdgeEvent.cacheStatus",
          "ProxyEvent.source",
          "ProxyEvent.connection",
          "AppEvent.source",
          "AppEvent.route",
          "AppEvent.level",
          "ErrorNote.level");

  private final List<Topic<String, SpecificRecord>> joining;
  private final Topic<String, SpecificRecord> edgeEvents;
  private final Topic<String, SpecificRecord> proxyEvents;
  private final Topic<String, SpecificRecord> appEvents;
  private final Topic<String, SpecificRecord> componentEvents;
  private final Topic<String, SourceWatermark> watermarks;
  private final Topic<Integer, TrafficSummary> summaries;
  private final Topic<String, RequestTrace> traces;
  private final Topic<String, Escalation> escalations;
  private final Topic<String, DeadLetter> deadLetters;
  private final Topic<String, SentNotification> notifications;

  /**
   * The catalogue for one installation.
   *
   * @param serdes makes the value serdes
   * @param prefix what all names begin with; may be empty
   * @param eventPartitions partitions of event topics and traces, that is tasks of stage 1
   * @param sitePartitions partitions of summaries and escalations, that is tasks of stage 2
   * @throws IllegalArgumentException when the prefix or a number of partitions is not allowed
   */
  public Topics(AvroSerdes serdes, String prefix, int eventPartitions, int sitePartitions) {
    Maker make = new Maker(serdes, prefix);
    joining =
        List.of(
            make.joining("events.edge", EdgeEvent.class, eventPartitions),
            make.joining("events.proxy", ProxyEvent.class, eventPartitions),
            make.joining("events.app", AppEvent.class, eventPartitions),
            make.joining("events.component", ComponentEvent.class, eventPartitions));
    edgeEvents = make.events("events.edge", EdgeEvent.class, eventPartitions);
    proxyEvents = make.events("events.proxy", ProxyEvent.class, eventPartitions);
    appEvents = make.events("events.app", AppEvent.class, eventPartitions);
    componentEvents = make.events("events.component", ComponentEvent.class, eventPartitions);
    watermarks = make.byString("watermarks", SourceWatermark.class, 1, INPUT);
    summaries =
        make.topic(
            "summaries", Serdes.Integer(), serdes.of(TrafficSummary.class), sitePartitions, INPUT);
    traces = make.byString("traces", RequestTrace.class, eventPartitions, INPUT);
    escalations = make.byString("escalations", Escalation.class, sitePartitions, RESULTS);
    deadLetters = make.byString("dead-letters", DeadLetter.class, 1, INPUT);
    notifications =
        new Topic<>(
            prefix + "notifications",
            Serdes.String(),
            serdes.of(SentNotification.class),
            1,
            Topic.FOREVER,
            true,
            true);
  }

  private record Maker(AvroSerdes serdes, String prefix) {
    Topic<String, SpecificRecord> events(String name, Class<?> type, int partitions) {
      return topic(name, Serdes.String(), serdes.any(type, Tick.class), partitions, INPUT);
    }

    Topic<String, SpecificRecord> joining(String name, Class<?> type, int partitions) {
      Serde<SpecificRecord> lean = serdes.lean(NOT_FOR_JOINING, type, Tick.class);
      return topic(name, Serdes.String(), lean, partitions, INPUT);
    }

    <V extends SpecificRecord> Topic<String, V> byString(
        String name, Class<V> type, int partitions, Duration retention) {
      return topic(name, Serdes.String(), serdes.of(type), partitions, retention);
    }

    <K, V> Topic<K, V> topic(
        String name, Serde<K> keys, Serde<V> values, int partitions, Duration retention) {
      return new Topic<>(prefix + name, keys, values, partitions, retention, false, true);
    }
  }

  /**
   * The four event topics (edge, proxy, app, component) for who joins and diagnoses. What that has
   * no use for stays empty when it is read: of requests {@code source}, {@code connection}, {@code
   * cacheStatus}, {@code route} and {@code level}.
   */
  public List<Topic<String, SpecificRecord>> forJoining() {
    return joining;
  }

  /** {@link EdgeEvent} or {@link Tick}; key: request ID, null for ticks. */
  public Topic<String, SpecificRecord> edgeEvents() {
    return edgeEvents;
  }

  /** {@link ProxyEvent} or {@link Tick}; key: request ID, null for ticks. */
  public Topic<String, SpecificRecord> proxyEvents() {
    return proxyEvents;
  }

  /** {@link AppEvent} or {@link Tick}; key: request ID, null for ticks. */
  public Topic<String, SpecificRecord> appEvents() {
    return appEvents;
  }

  /**
   * {@link ComponentEvent} or {@link Tick}; key: address or name of the component, null for ticks.
   */
  public Topic<String, SpecificRecord> componentEvents() {
    return componentEvents;
  }

  /** How far each source has delivered; key: source. One partition, read by the keeper. */
  public Topic<String, SourceWatermark> watermarks() {
    return watermarks;
  }

  /**
   * What stage 1 tells stage 2, one record per tick and task; key: the task's partition, or null.
   */
  public Topic<Integer, TrafficSummary> summaries() {
    return summaries;
  }

  /** Joined exchanges, failed ones and a sample; key: request ID. */
  public Topic<String, RequestTrace> traces() {
    return traces;
  }

  /** What was found; key: site. */
  public Topic<String, Escalation> escalations() {
    return escalations;
  }

  /** What could not be taken in; key: source. */
  public Topic<String, DeadLetter> deadLetters() {
    return deadLetters;
  }

  /** What was sent to whom, compacted; key: route and incident. */
  public Topic<String, SentNotification> notifications() {
    return notifications;
  }

  /** All of them, in the order in which data flows. */
  public List<Topic<?, ?>> all() {
    return List.of(
        edgeEvents,
        proxyEvents,
        appEvents,
        componentEvents,
        watermarks,
        summaries,
        traces,
        escalations,
        deadLetters,
        notifications);
  }
}
