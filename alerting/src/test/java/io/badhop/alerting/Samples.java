package io.badhop.alerting;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.HopTiming;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Percentiles;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Retries;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.Timings;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;

/** Escalations for tests. */
public final class Samples {

  private Samples() {}

  /** An opened incident: one upstream refuses. */
  public static Escalation refused(int sequence, Phase phase, Severity severity) {
    return Escalation.newBuilder()
        .setIncidentId("1f2e3d4c5b6a7980")
        .setSite("shop")
        .setSequence(sequence)
        .setPhase(phase)
        .setSeverity(severity)
        .setEventTimeMs(1_795_327_673_750L)
        .setFirstFailureMs(1_795_327_672_750L)
        .setLastFailureMs(1_795_327_673_500L)
        .setFaultDomain(FaultDomain.APP)
        .setCause(Cause.CONNECTION_REFUSED)
        .setConfidence(0.97)
        .setKey(new Key(KeyKind.UPSTREAM, "10.0.3.7:8080"))
        .setExplains(List.of(new Key(KeyKind.PATH, "shop.example.com/login")))
        .setFailed(12)
        .setTotal(12)
        .setBaselineRatio(0.001)
        .setStatuses(Map.of("502", 12L))
        .setRequestIds(List.of("a1", "b2"))
        .setUpstreamIps(List.of("10.0.3.7:8080"))
        .setClientIps(List.of("192.0.2.7"))
        .setTimings(
            Timings.newBuilder().setProxy(new Percentiles(12L, 400L, 900L, 950L, 1_000L)).build())
        .setSampleTrace(
            List.of(
                new HopTiming(
                    Tier.PROXY,
                    "10.0.2.1:80",
                    1_795_327_672_750_000L,
                    500L,
                    502,
                    "connect() failed")))
        .setRetries(new Retries(0L, 0L, 12L, -1L))
        .setEvidence(List.of("nginx: connect() failed (111: Connection refused)"))
        .setQuickFix("Start the application on 10.0.3.7:8080.")
        .setReproduce("curl -sv 'http://10.0.3.7:8080/login'")
        .build();
  }

  /** What is remembered of telling the route {@code pager} of it. */
  public static SentNotification told(Escalation escalation, Instant at) {
    return SentNotification.newBuilder()
        .setRoute("pager")
        .setIncidentId(escalation.getIncidentId())
        .setSequence(escalation.getSequence())
        .setPhase(escalation.getPhase())
        .setSeverity(escalation.getSeverity())
        .setCause(escalation.getCause())
        .setFaultDomain(escalation.getFaultDomain())
        .setKey(escalation.getKey())
        .setSentAtMs(at.toEpochMilli())
        .setReason("first")
        .build();
  }

  /** The topic of what was told, by itself. */
  public static Topic<String, SentNotification> notifications() {
    return new Topics(new AvroSerdes(new InProcessRegistry()), "badhop.", 1, 1).notifications();
  }

  /** A producer that keeps what it is given. */
  public static MockProducer<String, SentNotification> producer(
      Topic<String, SentNotification> topic) {
    return new MockProducer<>(
        true, new RoundRobinPartitioner(), topic.keys().serializer(), topic.values().serializer());
  }
}
