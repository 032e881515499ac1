package io.badhop.streams.topology;

import io.badhop.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running instance: the stages, and the keeper unless it is left out. */
public final class StreamsApp implements AutoCloseable {

  /** What an instance is about; the worse of what its two parts are about. */
  public enum State {
    STARTING,
    RUNNING,
    REBALANCING,
    FAILED,
    STOPPED
  }

  private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);
  private static final Duration CLOSE = Duration.ofSeconds(20);

  private final PipelineCounters counters = new PipelineCounters();
  private final List<KafkaStreams> parts = new ArrayList<>();
  private final List<KafkaStreamsMetrics> bound = new ArrayList<>();
  private final Consumer<State> onState;
  private State last = State.STARTING;

  /**
   * Prepares an instance; nothing is connected before {@link #start()}.
   *
   * @param onState told of every change of state; must not block
   * @throws org.apache.kafka.common.config.ConfigException when a setting is not one of Kafka's
   *     values
   */
  public StreamsApp(StreamsAppConfig config, Topics topics, Consumer<State> onState) {
    this(config, topics, topics, onState);
  }

  /**
   * Prepares an instance that writes what it finds to topics of its own, for working through events
   * again.
   *
   * @param events where the events are
   * @param results where summaries, traces, escalations and dead letters go
   */
  public StreamsApp(
      StreamsAppConfig config, Topics events, Topics results, Consumer<State> onState) {
    this.onState = onState;
    if (config.keeper()) {
      add(
          new KeeperTopology(events, config.ticks(), counters).get(),
          StreamsSettings.keeper(config),
          events);
    }
    Properties settings = StreamsSettings.pipeline(config, new EventTopics(events));
    InputLog log = new KafkaInputLog(consumerSettings(settings), config.applicationId());
    PipelineTopology pipeline =
        new PipelineTopology(events, results, config.topology(), log, counters);
    add(pipeline.get(), settings, results);
  }

  /**
   * Joins the other instances and works until closed. The topics must exist, see {@link
   * TopicSetup}.
   */
  public void start() {
    parts.forEach(KafkaStreams::start);
  }

  /** What this instance is about now. */
  public State state() {
    State worst = State.RUNNING;
    for (KafkaStreams part : parts) {
      State state = of(part.state());
      worst = rank(state) > rank(worst) ? state : worst;
    }
    return worst;
  }

  /**
   * Registers the meters of the analysis, and those of Kafka Streams and its clients.
   *
   * @param clock wall clock
   * @return to be called before each scrape
   */
  public Runnable bindTo(MeterRegistry registry, InstantSource clock) {
    counters.delays(Delays.in(registry));
    for (KafkaStreams part : parts) {
      KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(part);
      metrics.bindTo(registry);
      bound.add(metrics);
    }
    return new StreamsMeters(registry, counters, clock);
  }

  /** What the tasks of this instance have counted. */
  public PipelineCounters counters() {
    return counters;
  }

  /** Commits what is done and leaves; waits at most 20 s. */
  @Override
  public void close() {
    bound.forEach(KafkaStreamsMetrics::close);
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close(CLOSE);
    }
  }

  private void add(Topology topology, Properties settings, Topics topics) {
    settings.put(DeadLetterHandler.TOPICS, topics);
    settings.put(DeadLetterHandler.COUNTERS, counters);
    KafkaStreams streams = new KafkaStreams(topology, settings);
    streams.setStateListener((now, before) -> changed());
    streams.setUncaughtExceptionHandler(this::replaceThread);
    parts.add(streams);
  }

  /**
   * A broker that was frozen or a fenced transaction ends a thread; the next one goes on from the
   * last commit.
   */
  private StreamThreadExceptionResponse replaceThread(Throwable failure) {
    counters.threadReplaced();
    LOG.atError().setCause(failure).log("stream thread failed, is replaced");
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private void changed() {
    State now;
    synchronized (this) {
      now = state();
      if (now == last) {
        return;
      }
      last = now;
    }
    LOG.atInfo().addKeyValue("state", now).log("state of the analysis");
    onState.accept(now);
  }

  private static State of(KafkaStreams.State state) {
    return switch (state) {
      case CREATED -> State.STARTING;
      case RUNNING -> State.RUNNING;
      case REBALANCING -> State.REBALANCING;
      case ERROR, PENDING_ERROR -> State.FAILED;
      case PENDING_SHUTDOWN, NOT_RUNNING -> State.STOPPED;
    };
  }

  private static int rank(State state) {
    return switch (state) {
      case RUNNING -> 0;
      case REBALANCING -> 1;
      case STARTING -> 2;
      case STOPPED -> 3;
      case FAILED -> 4;
    };
  }

  /** Those that the main consumer has, for a consumer of our own. */
  private static Map<String, Object> consumerSettings(Properties settings) {
    Map<String, Object> consumer = new HashMap<>();
    StreamsConfig parsed = new StreamsConfig(settings);
    consumer.putAll(parsed.getMainConsumerConfigs("unused", "rebuild", 0));
    consumer.keySet().retainAll(ConsumerConfig.configNames());
    consumer.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
    consumer.remove(ConsumerConfig.CLIENT_ID_CONFIG);
    // It reads record by record.
    consumer.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
    return consumer;
  }
}
