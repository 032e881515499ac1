package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotStoreTest {

  private static final int RECORD_LIMIT = 1_000_000;

  private KeyValueStore<String, byte[]> store;
  private SnapshotStore snapshots;

  @BeforeEach
  void open() {
    MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("snapshots"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    snapshots = new SnapshotStore(store);
  }

  @Test
  void nothingWasWrittenSoThereIsNothing() {
    assertThat(snapshots.read()).isEmpty();
  }

  @Test
  void aLargeSnapshotComesBackWholeAndNoPieceIsTooLargeForABroker() {
    byte[] state = bytes(3_000_001);

    snapshots.write(new SnapshotStore.Snapshot(77, state));

    assertThat(snapshots.read().orElseThrow().state()).isEqualTo(state);
    assertThat(snapshots.read().orElseThrow().neededOffset()).isEqualTo(77);
    store.all().forEachRemaining(entry -> assertThat(entry.value).hasSizeLessThan(RECORD_LIMIT));
  }

  @Test
  void aSmallerOneLeavesNoPieceOfTheLargerBehind() {
    snapshots.write(new SnapshotStore.Snapshot(1, bytes(2_000_000)));
    byte[] small = bytes(10);

    snapshots.write(new SnapshotStore.Snapshot(2, small));

    assertThat(snapshots.read().orElseThrow().state()).isEqualTo(small);
    assertThat(store.approximateNumEntries()).isEqualTo(2);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
