package io.badhop.benchmarks.pipeline;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What of a contender's output has been read, and whether that is all of it. */
interface Output {

  /** Topics that it is in. */
  List<String> topics();

  /**
   * Takes the next record, of which its partition's are in order.
   *
   * @throws WrongOutputException when it cannot be right
   */
  void see(ConsumerRecord<byte[], byte[]> record);

  /** True when as much is there as has to be; what is there may still be wrong. */
  boolean complete();

  /**
   * Holds what is there against the truth.
   *
   * @throws WrongOutputException when anything differs
   */
  void check();

  /** How far it is, for who waits in vain. */
  String progress();
}
