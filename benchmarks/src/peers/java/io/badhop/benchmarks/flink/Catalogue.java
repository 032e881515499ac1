package io.badhop.benchmarks.flink;

import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Where the topics are, in a form that Flink can send to its tasks.
 *
 * @param registry file with the schemas' numbers
 */
record Catalogue(String prefix, int partitions, String registry) implements Serializable {

  Topics topics() {
    return new Topics(
        new AvroSerdes(new InProcessRegistry(Path.of(registry))), prefix, partitions, 1);
  }

  /** By tier, as badhop's own join reads them. */
  List<Topic<String, SpecificRecord>> inputs() {
    return topics().forJoining().subList(0, Event.TIERS);
  }

  List<String> inputNames() {
    return inputs().stream().map(Topic::name).toList();
  }
}
