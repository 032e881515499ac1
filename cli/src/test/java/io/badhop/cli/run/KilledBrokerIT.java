package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction that is open when the broker is killed is ended by its successor, so that readers
 * of what is committed get past it.
 */
class KilledBrokerIT {

  private static final TopicPartition LOG = new TopicPartition("log", 0);

  /** Over, and swept, before the successor could have got rid of its predecessor's session. */
  private static final int TRANSACTION_MS = 1_000;

  @TempDir Path folder;

  private JavaProcess broker;

  @AfterEach
  void end() throws InterruptedException {
    if (broker != null) {
      broker.kill();
      broker.awaitEnd();
    }
  }

  @Test
  void whatWasOpenIsEnded() throws Exception {
    int port = BrokerProcess.freePort();
    broker = BrokerProcess.start(folder, port);
    try (Admin admin = Admin.create(BrokerProcess.client(port))) {
      admin
          .createTopics(List.of(new NewTopic("log", 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
      try (KafkaProducer<byte[], byte[]> producer = producer(port)) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("log", "half".getBytes(StandardCharsets.UTF_8))).get();
        broker.kill();
        broker.awaitEnd();
        producer.close(Duration.ZERO);
      }
      assertThat(folder.resolve("broker")).isDirectory();
      broker = BrokerProcess.start(folder, port);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(end(admin, IsolationLevel.READ_COMMITTED))
                      .as(() -> BrokerState.of(BrokerProcess.client(port)))
                      .isEqualTo(end(admin, IsolationLevel.READ_UNCOMMITTED))
                      .isEqualTo(2));
    }
  }

  private static long end(Admin admin, IsolationLevel level) throws Exception {
    return admin
        .listOffsets(Map.of(LOG, OffsetSpec.latest()), new ListOffsetsOptions(level))
        .partitionResult(LOG)
        .get(5, TimeUnit.SECONDS)
        .offset();
  }

  private static KafkaProducer<byte[], byte[]> producer(int port) {
    Map<String, Object> settings = new HashMap<>(BrokerProcess.client(port));
    settings.put("transactional.id", "killed");
    settings.put("transaction.timeout.ms", TRANSACTION_MS);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
