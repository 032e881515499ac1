package io.badhop.benchmarks.flink;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.topic.Topic;
import io.badhop.streams.summarise.PathTemplates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the generated classes as badhop's own join reads them, leaves out ticks, and keeps of each
 * event what the join needs.
 *
 * <p>The event that is given is the same object every time. What follows has taken from it what it
 * needs before it returns: the network has serialised it, or the join has copied its fields.
 */
final class EventReader implements KafkaRecordDeserializationSchema<Event> {
  private static final long serialVersionUID = 1;

  private final Catalogue catalogue;
  private transient Map<String, Input> inputs;
  private transient Event event;
  private transient boolean reading;

  /** A topic: how its values are read, and the last offset of each partition. */
  private record Input(Deserializer<SpecificRecord> deserializer, long[] last) {}

  EventReader(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void open(InitializationContext context) {
    inputs = new HashMap<>();
    for (Topic<String, SpecificRecord> topic : catalogue.inputs()) {
      inputs.put(
          topic.name(), new Input(topic.values().deserializer(), InputEnd.last(topic.name())));
    }
    event = new Event();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Event> out) {
    String topic = record.topic();
    Input input = inputs.get(topic);
    SpecificRecord read = input.deserializer.deserialize(topic, record.value());
    if (!reading) {
      reading = true;
      Ready.tell();
    }
    if (take(read)) {
      event.record = record.value();
      out.collect(event);
    }
    if (record.offset() == input.last[record.partition()]) {
      InputEnd.reached();
    }
  }

  private boolean take(SpecificRecord read) {
    if (read instanceof ProxyEvent proxy) {
      set(Event.PROXY, proxy.getTime(), proxy.getStatus(), proxy.getRequestId());
      event.template = PathTemplates.of(proxy.getHost(), proxy.getPath());
      List<Attempt> attempts = proxy.getAttempts();
      event.upstream = attempts.isEmpty() ? "" : attempts.get(attempts.size() - 1).getAddress();
      return true;
    }
    if (read instanceof EdgeEvent edge) {
      set(Event.EDGE, edge.getTime(), edge.getStatus(), edge.getRequestId());
      return true;
    }
    if (read instanceof AppEvent app) {
      set(Event.APP, app.getTime(), app.getStatus(), app.getRequestId());
      return true;
    }
    return false;
  }

  private void set(int tier, long time, int status, String requestId) {
    event.tier = tier;
    event.time = time;
    event.status = status;
    event.requestId = requestId;
  }

  @Override
  public TypeInformation<Event> getProducedType() {
    return Event.type();
  }
}
