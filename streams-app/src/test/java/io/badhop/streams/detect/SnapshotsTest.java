package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.DetectorState;
import io.badhop.schemas.event.SiteState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

  @Test
  void whatWasWrittenIsReadAgain() {
    Traffic traffic = failing();

    DetectorState state = Snapshots.read(traffic.stage2.snapshot());

    assertThat(state.getLastTick()).isEqualTo(traffic.stage2.lastTick());
    assertThat(Snapshots.write(state)).isEqualTo(traffic.stage2.snapshot());
  }

  @Test
  void aVersionThatDidNotKnowAFieldIsUnderstood() {
    String today = DetectorState.getClassSchema().toString();
    String before = today.replaceFirst("\"name\":\"sites\"", "\"name\":\"formerly\"");
    assertThat(before).isNotEqualTo(today);
    byte[] json = before.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Snapshots.read(snapshot(json, new byte[] {14, 0})))
        .as("a field without a default is missed")
        .isInstanceOf(IllegalArgumentException.class);

    Schema site = DetectorState.getClassSchema().getField("sites").schema().getElementType();
    assertThat(site.getField("coverage").hasDefaultValue()).isTrue();
    byte[] withoutCoverage =
        """
        {"type":"record","name":"DetectorState","namespace":"io.badhop.schemas.event","fields":[
          {"name":"lastTick","type":"long"},
          {"name":"sites","type":{"type":"array","items":
            {"type":"record","name":"SiteState","fields":[
              {"name":"site","type":"string"},
              {"name":"firstSlot","type":"long"},
              {"name":"boards","type":{"type":"array","items":"null"}},
              {"name":"incidents","type":{"type":"array","items":"null"}},
              {"name":"components","type":{"type":"array","items":"null"}},
              {"name":"addresses","type":{"type":"array","items":"null"}}]}}}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    byte[] state = {14, 2, 2, 's', 8, 0, 0, 0, 0, 0};

    DetectorState read = Snapshots.read(snapshot(withoutCoverage, state));

    assertThat(read.getLastTick()).isEqualTo(7);
    SiteState only = read.getSites().get(0);
    assertThat(only.getSite()).isEqualTo("s");
    assertThat(only.getCoverage()).isEmpty();
  }

  @Test
  void bytesThatAreNoSnapshotAreRefused() {
    byte[] snapshot = failing().stage2.snapshot();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] cut = Arrays.copyOf(snapshot, random.nextInt(snapshot.length));
      assertThatThrownBy(() -> Snapshots.read(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Stage2(DetectConfig.DEFAULT).restore(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a snapshot");
  }

  private static byte[] snapshot(byte[] schema, byte[] state) {
    return ByteBuffer.allocate(Integer.BYTES + schema.length + state.length)
        .putInt(schema.length)
        .put(schema)
        .put(state)
        .array();
  }

  private static Traffic failing() {
    Traffic traffic = new Traffic();
    traffic.healthy(40);
    for (int i = 0; i < 10; i++) {
      traffic.fail(Traffic.PATHS.get(i % 5), "10.0.0.2:80", Cause.CONNECTION_REFUSED);
      traffic.usual("10.0.0.2:80").step();
    }
    return traffic;
  }
}
