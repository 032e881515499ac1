package io.badhop.streams.topology;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the last snapshot of stage 2 in a store whose changelog takes records of limited size: in
 * pieces, which become visible together as they are written in one transaction.
 */
final class SnapshotStore {

  /** Well below the megabyte that brokers take by default. */
  private static final int PIECE = 512 * 1024;

  private static final String HEADER = "header";

  private final KeyValueStore<String, byte[]> store;

  SnapshotStore(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /**
   * What stage 2 was after a tick.
   *
   * @param neededOffset oldest summary that has to be read again on top of it
   * @param state see {@link io.badhop.streams.detect.Stage2#snapshot()}
   */
  record Snapshot(long neededOffset, byte[] state) {}

  Optional<Snapshot> read() {
    byte[] header = store.get(HEADER);
    if (header == null) {
      return Optional.empty();
    }
    ByteBuffer fields = ByteBuffer.wrap(header);
    long neededOffset = fields.getLong();
    int pieces = fields.getInt();
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    for (int piece = 0; piece < pieces; piece++) {
      state.writeBytes(store.get(key(piece)));
    }
    return Optional.of(new Snapshot(neededOffset, state.toByteArray()));
  }

  void write(Snapshot snapshot) {
    byte[] state = snapshot.state();
    int pieces = (state.length + PIECE - 1) / PIECE;
    for (int piece = 0; piece < pieces; piece++) {
      int from = piece * PIECE;
      store.put(key(piece), Arrays.copyOfRange(state, from, Math.min(state.length, from + PIECE)));
    }
    for (int old = pieces; store.get(key(old)) != null; old++) {
      store.delete(key(old));
    }
    store.put(
        HEADER,
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
            .putLong(snapshot.neededOffset())
            .putInt(pieces)
            .array());
  }

  private static String key(int piece) {
    return String.format(Locale.ROOT, "piece-%05d", piece);
  }
}
