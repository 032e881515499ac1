package io.badhop.benchmarks.pipeline;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** When an event was logged; the topics themselves tell when it was appended. */
final class EventTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    Object value = record.value();
    if (value instanceof EdgeEvent edge) {
      return edge.getTime() / 1000;
    }
    if (value instanceof ProxyEvent proxy) {
      return proxy.getTime() / 1000;
    }
    return value instanceof AppEvent app ? app.getTime() / 1000 : Math.max(0, partitionTime);
  }
}
