package io.badhop.benchmarks.flink;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.topic.Topic;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema;

/** Writes a failed exchange with the records that its tiers have logged. */
final class TraceWriter implements SerializationSchema<Exchange> {
  private static final long serialVersionUID = 1;

  private final Catalogue catalogue;
  private transient List<Topic<String, SpecificRecord>> inputs;
  private transient Topic<String, RequestTrace> traces;

  TraceWriter(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void open(InitializationContext context) {
    inputs = catalogue.inputs();
    traces = catalogue.topics().traces();
  }

  @Override
  public byte[] serialize(Exchange exchange) {
    EdgeEvent edge = (EdgeEvent) read(exchange, Event.EDGE);
    AppEvent app = (AppEvent) read(exchange, Event.APP);
    RequestTrace trace =
        RequestTrace.newBuilder()
            .setRequestId(exchange.requestId)
            .setSite(edge.getSite())
            .setView(Tier.EDGE)
            .setTime(exchange.time())
            .setEdge(edge)
            .setProxy((ProxyEvent) read(exchange, Event.PROXY))
            .setApp(app == null ? List.of() : List.of(app))
            .setFailed(true)
            .setFaultDomain(FaultDomain.UNKNOWN)
            .setCause(Cause.UNKNOWN)
            .setConfidence(0)
            .build();
    return traces.values().serializer().serialize(traces.name(), trace);
  }

  private SpecificRecord read(Exchange exchange, int tier) {
    if (!exchange.has(tier)) {
      return null;
    }
    Topic<String, SpecificRecord> topic = inputs.get(tier);
    return topic.values().deserializer().deserialize(topic.name(), exchange.record(tier));
  }
}
