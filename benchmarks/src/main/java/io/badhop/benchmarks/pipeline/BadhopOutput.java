package io.badhop.benchmarks.pipeline;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * badhop's output: the counts are in the buckets of the PROXY view, successes and failures apart,
 * and the failed exchanges of that view in the traces. The EDGE view has counted as many. Summaries
 * are only kept as they come, and read when the clock stands still.
 */
final class BadhopOutput implements Output {
  private static final long SECOND_US = 1_000_000;

  private final Truth truth;
  private final Topic<Integer, TrafficSummary> summaries;
  private final Topic<String, RequestTrace> traces;
  private final Tally tally;
  private final List<byte[]> unread = new ArrayList<>();
  private final long expected;
  private long edgeView;

  BadhopOutput(Terms terms, Truth truth) {
    Topics topics = terms.results();
    this.truth = truth;
    this.summaries = topics.summaries();
    this.traces = topics.traces();
    this.tally = new Tally(truth, truth.byProxyEnd());
    this.expected = truth.ticks() * terms.partitions() * summaries.partitions();
  }

  @Override
  public List<String> topics() {
    return List.of(summaries.name(), traces.name());
  }

  @Override
  public void see(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(traces.name())) {
      RequestTrace trace =
          traces.values().deserializer().deserialize(traces.name(), record.value());
      if (trace.getFailed() && trace.getView() == Tier.PROXY) {
        tally.failed(trace);
      }
    } else {
      unread.add(record.value());
    }
  }

  private void read(byte[] value) {
    TrafficSummary summary = summaries.values().deserializer().deserialize(summaries.name(), value);
    for (SiteSummary site : summary.getSites()) {
      site.getBuckets().forEach(this::see);
    }
  }

  private void see(Bucket bucket) {
    if (bucket.getView() == Tier.EDGE) {
      edgeView += bucket.getExchanges();
    }
    if (bucket.getView() != Tier.PROXY) {
      return;
    }
    long second = bucket.getStart() / SECOND_US;
    for (SuccessCount success : bucket.getSuccesses()) {
      KeyKind kind = success.getKey().getKind();
      boolean counts = kind == KeyKind.PATH || kind == KeyKind.UPSTREAM;
      if (success.getAnd() == null && counts) {
        tally.add(Truth.key(second, kind.name(), success.getKey().getValue()), success.getCount());
      }
    }
    for (FailureCell cell : bucket.getFailures()) {
      tally.add(Truth.key(second, Truth.PATH, cell.getPath()), cell.getCount());
      tally.add(Truth.key(second, Truth.UPSTREAM, cell.getUpstream()), cell.getCount());
    }
  }

  @Override
  public boolean complete() {
    return unread.size() >= expected && tally.failures() >= truth.failed();
  }

  @Override
  public void check() {
    unread.forEach(this::read);
    tally.check();
    if (edgeView != truth.requests()) {
      throw new WrongOutputException("the EDGE view has counted " + edgeView);
    }
  }

  @Override
  public String progress() {
    return unread.size()
        + " of "
        + expected
        + " summaries, "
        + tally.failures()
        + " of "
        + truth.failed()
        + " failed ones told";
  }
}
