package io.badhop.streams.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import io.badhop.schemas.scan.RecordScans;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What is packed comes out as it was, whatever else is kept or was given back. */
class MemoryTest {

  private static final String SITE = "shop";
  private final Memory memory = new Memory(SITE);
  private final PackedKey key = new PackedKey();
  private final RecordScans scans = new RecordScans();

  @Test
  void everyFieldOfEveryKindOfRecordComesOutAsItWas() {
    Random random = new Random(7);
    List<SpecificRecord> events = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      SpecificRecord event = any(i % 3, random);
      events.add(event);
      places.add(add(event, random.nextBoolean()));
    }
    for (int i = 0; i < events.size(); i++) {
      Rec rec = memory.read(places.get(i));
      assertThat(rec.event).as("record %d", i).isEqualTo(events.get(i));
      assertThat(memory.time(places.get(i))).isEqualTo(rec.time);
      assertThat(memory.eventId(places.get(i))).isEqualTo(rec.eventId);
      assertThat(memory.tier(places.get(i))).isEqualTo(rec.tier);
    }
  }

  @Test
  void aRecordLargerThanAPageHasAPageOfItsOwn() {
    Random random = new Random(3);
    AppEvent large = (AppEvent) any(2, random);
    large.setMessage("ß".repeat(300_000));
    int before = add(any(2, random), false);
    int place = add(large, true);
    int after = add(any(2, random), false);

    assertThat(memory.read(place).event).isEqualTo(large);
    assertThat(List.of(before, place, after)).doesNotHaveDuplicates();
    memory.forget(Tier.APP, Long.MAX_VALUE / 2);
    assertThat(memory.records()).isZero();
    assertThat(memory.traces()).isZero();
  }

  @Test
  void likeAMapOfListsWhileRecordsComeAndAreForgotten() {
    Random random = new Random(11);
    Map<String, List<Long>> expected = new HashMap<>();
    Map<Long, Long> times = new HashMap<>();
    for (long second = 0; second < 200; second++) {
      for (int i = 0; i < 40; i++) {
        ProxyEvent event = (ProxyEvent) any(1, random);
        event.setRequestId(id(random.nextInt(500)));
        event.setTime((second + random.nextInt(3)) * Pages.BLOCK_US + random.nextInt(1_000_000));
        event.setEventId(second * 40 + i + 1);
        add(event, false);
        expected
            .computeIfAbsent(event.getRequestId(), k -> new ArrayList<>())
            .add(0, event.getEventId());
        times.put(event.getEventId(), event.getTime());
      }
      long line = (second - 20) * Pages.BLOCK_US;
      memory.forget(Tier.PROXY, line);
      expected.values().forEach(ids -> ids.removeIf(id -> times.get(id) < line));
      expected.values().removeIf(List::isEmpty);
    }
    assertThat(memory.traces()).isEqualTo(expected.size());
    expected.forEach((id, eventIds) -> assertThat(under(id)).isEqualTo(eventIds));
  }

  @Test
  void whatIsForgottenCostsNothing() {
    long empty = memory.bytes();
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      ProxyEvent event = (ProxyEvent) any(1, random);
      event.setTime(i * 1_000L);
      add(event, false);
    }
    assertThat(memory.bytes()).isGreaterThan(20_000 * 50L);
    memory.forget(Tier.PROXY, 21 * Pages.BLOCK_US);
    assertThat(memory.bytes()).isEqualTo(empty);
  }

  private static String id(int number) {
    return switch (number % 4) {
      case 0 -> String.format(Locale.ROOT, "%032x", number);
      case 1 -> String.format(Locale.ROOT, "0f0e0d0c-1111-4222-8333-%012x", number);
      case 2 -> "odd" + Integer.toHexString(number);
      default -> "Käfer-" + number;
    };
  }

  private List<Long> under(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    key.set(bytes, 0, bytes.length);
    List<Long> ids = new ArrayList<>();
    int place = memory.newest(key, memory.hash(key));
    for (; place != 0; place = memory.older(place)) {
      ids.add(memory.eventId(place));
    }
    return ids;
  }

  private int add(SpecificRecord event, boolean late) {
    RecordScan scan = scans.of(event);
    key.set(scan.bytes(), scan.start(Fields.REQUEST_ID), scan.length(Fields.REQUEST_ID));
    int hash = memory.hash(key);
    return memory.add(scan, late, key, hash, memory.newest(key, hash));
  }

  private static SpecificRecord any(int kind, Random random) {
    SpecificRecord event =
        (SpecificRecord)
            any(
                switch (kind) {
                  case 0 -> EdgeEvent.getClassSchema();
                  case 1 -> ProxyEvent.getClassSchema();
                  default -> AppEvent.getClassSchema();
                },
                random);
    event.put(event.getSchema().getField("site").pos(), SITE);
    event.put(event.getSchema().getField("time").pos(), 1 + random.nextInt(90_000_000) * 1L);
    return event;
  }

  /** Any value of a schema; the usual ones often, and the extreme ones, too. */
  private static Object any(Schema schema, Random random) {
    return switch (schema.getType()) {
      case RECORD -> {
        SpecificRecord record =
            (SpecificRecord) SpecificData.newInstance(SpecificData.get().getClass(schema), schema);
        schema.getFields().forEach(f -> record.put(f.pos(), any(f.schema(), random)));
        yield record;
      }
      case LONG -> number(random);
      case INT -> (int) number(random);
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text(random);
      case ENUM -> enumConstant(schema, random);
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(any(schema.getElementType(), random));
        }
        yield items;
      }
      default -> throw new IllegalArgumentException("no value of " + schema);
    };
  }

  private static Object enumConstant(Schema schema, Random random) {
    Object[] constants = SpecificData.get().getClass(schema).getEnumConstants();
    return constants[random.nextInt(constants.length)];
  }

  private static long number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> -1;
      case 1 -> 200;
      case 2 -> random.nextLong();
      case 3 -> Long.MIN_VALUE;
      default -> random.nextInt(100_000);
    };
  }

  private static String text(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> "";
      case 1 -> "shop.example";
      case 2 -> "10.0.3." + random.nextInt(9) + ":8080";
      case 3 -> "grün\u0000\ud83d\ude00" + random.nextInt(50);
      default -> "/orders/" + random.nextInt();
    };
  }
}
