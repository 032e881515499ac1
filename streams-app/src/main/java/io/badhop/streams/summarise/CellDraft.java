package io.badhop.streams.summarise;

import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.LatencyBins;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.Exchange;
import io.badhop.streams.diagnose.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A failure cell while it is being filled. Everything in it adds up the same in any order. */
final class CellDraft {

  private static final int EXEMPLARS = 3;
  private static final LogarithmicMapping BINS = new LogarithmicMapping(0.02);

  private final FailureCell words;
  private final Map<String, TreeMap<Integer, Long>> bins = new TreeMap<>();
  private final Map<String, Long> greatest = new TreeMap<>();
  private final TreeMap<Long, Exemplar> exemplars = new TreeMap<>();
  private long count;
  private long retried;
  private long instant;
  private long least = -1;
  private long most = -1;
  private double confidence;
  private long viaEdge;
  private final LeastHashes clients = new LeastHashes();
  private final LeastHashes requests = new LeastHashes();

  CellDraft(FailureCell words) {
    this.words = words;
  }

  void add(Exchange exchange, Diagnosis diagnosis) {
    count++;
    confidence = Math.max(confidence, diagnosis.confidence());
    retried += diagnosis.retried() ? 1 : 0;
    instant += diagnosis.instant() ? 1 : 0;
    long took = diagnosis.failedAttemptUs();
    if (took >= 0) {
      least = least < 0 ? took : Math.min(least, took);
      most = Math.max(most, took);
    }
    latencies(exchange);
    Exemplar exemplar = Proof.of(exchange, diagnosis.upstream(), diagnosis.evidence());
    exemplars.put(mix(exemplar.getEventId()), exemplar);
    clients.add(exemplar.getClientIp());
    requests.add(exemplar.getRequestId());
    viaEdge += exchange.proxy() != null && Words.viaEdge(exchange.proxy()) ? 1 : 0;
    if (exemplars.size() > EXEMPLARS) {
      exemplars.pollLastEntry();
    }
  }

  private void latencies(Exchange exchange) {
    EdgeEvent edge = exchange.edge();
    if (edge != null) {
      latency("edge", edge.getDurationUs());
    }
    ProxyEvent proxy = exchange.proxy();
    if (proxy != null) {
      latency("proxy", proxy.getDurationUs());
      List<Attempt> attempts = proxy.getAttempts();
      if (!attempts.isEmpty()) {
        Attempt last = attempts.get(attempts.size() - 1);
        latency("connect", last.getConnectUs());
        latency("header", last.getHeaderUs());
        latency("response", last.getResponseUs());
      }
    }
    if (exchange.view() != Tier.APP || proxy == null) {
      exchange.app().stream()
          .mapToLong(AppEvent::getDurationUs)
          .filter(took -> took >= 0)
          .max()
          .ifPresent(took -> latency("app", took));
    }
  }

  private void latency(String hop, long micros) {
    if (micros >= 0) {
      // The mapping starts above zero; what is shorter than the clock's microsecond is one.
      bins.computeIfAbsent(hop, name -> new TreeMap<>())
          .merge(BINS.index(Math.max(1, micros)), 1L, Long::sum);
      greatest.merge(hop, micros, Math::max);
    }
  }

  /** What tells cells apart; in its order they stand in a bucket. */
  static String name(FailureCell words) {
    return String.join(
        "\u0001",
        words.getHost(),
        words.getPath(),
        words.getPool(),
        words.getUpstream(),
        words.getProxy(),
        words.getOrigin(),
        words.getEdgeLocation(),
        words.getInstance(),
        Integer.toString(words.getStatus()),
        words.getCause().name(),
        words.getFaultDomain().name(),
        words.getHidden() ? "hidden" : "",
        String.join("\u0001", words.getTriedBefore()));
  }

  /** Once: what was given at the beginning becomes the cell. */
  FailureCell build() {
    List<LatencyBins> latencies = new ArrayList<>();
    bins.forEach(
        (hop, counts) ->
            latencies.add(
                new LatencyBins(
                    hop,
                    new ArrayList<>(counts.keySet()),
                    new ArrayList<>(counts.values()),
                    greatest.get(hop))));
    words.setConfidence(confidence);
    words.setCount(count);
    words.setRetried(retried);
    words.setInstant(instant);
    words.setMinDurationUs(least);
    words.setMaxDurationUs(most);
    words.setLatencies(latencies);
    words.setViaEdge(viaEdge);
    words.setClients(clients.build());
    words.setRequests(requests.build());
    words.setExemplars(new ArrayList<>(exemplars.values()));
    return words;
  }

  /** SplitMix64's finisher: identities of neighbouring lines must not be neighbours. */
  static long mix(long id) {
    long z = (id ^ (id >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
