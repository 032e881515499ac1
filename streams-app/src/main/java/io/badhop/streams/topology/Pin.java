package io.badhop.streams.topology;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * An empty store on disk. Kafka Streams writes its process ID down only where a topology has a
 * persistent store, and only with the same process ID is a dead member replaced at once and not
 * after its session time-out. All stores with something in them are in memory: stores on disk can
 * come back empty after a crash under exactly-once (Kafka 4.3.1).
 */
final class Pin {

  private Pin() {}

  static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingDisabled();
  }
}
