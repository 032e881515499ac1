package io.badhop.schemas.serde;

import io.badhop.schemas.scan.RecordScan;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads records in the wire format, whatever version of their schema wrote them. */
final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T>, InPlace {
  private final SchemaRegistry registry;
  private final RecordTypes types;
  private final Class<T> common;
  private final Set<String> unread;
  private final Map<Integer, Versions> versions = new ConcurrentHashMap<>();
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  /** That of the thread which came last: one object, so that its two fields belong together. */
  private Mine last = new Mine(null, null);

  /**
   * @param unread string fields, as {@code Record.field}, that stay empty where writer and reader
   *     agree otherwise
   */
  AvroDeserializer(
      SchemaRegistry registry, RecordTypes types, Class<T> common, Set<String> unread) {
    this.registry = registry;
    this.types = types;
    this.common = common;
    this.unread = unread;
  }

  /** The schema that wrote and the schema that reads. */
  private record Versions(Schema writer, Schema reader) {}

  /** Reads what one schema wrote. */
  private interface Reader {
    SpecificRecord read(BytesDecoder in) throws IOException;
  }

  private record Mine(Thread thread, Scratch scratch) {}

  /** Readers remember what they read, and Avro's are fastest on the thread that made them. */
  private static final class Scratch {
    final BytesDecoder decoder = new BytesDecoder();
    final Map<Integer, Reader> readers = new HashMap<>();
    final Map<Integer, Optional<RecordScan>> scans = new HashMap<>();
    int lastId;
    Reader lastReader;
    int lastScanId;
    Optional<RecordScan> lastScan;
  }

  @Override
  public T deserialize(String topic, byte[] value) {
    if (value == null) {
      return null;
    }
    if (value.length < WireFormat.HEADER_BYTES || value[0] != WireFormat.MAGIC) {
      throw new SerializationException("topic " + topic + ": " + notOurs(value));
    }
    int id = WireFormat.schemaId(value, 0);
    try {
      return common.cast(decode(id, value));
    } catch (IOException | RuntimeException e) {
      throw unreadable(topic, id, e);
    }
  }

  private static SerializationException unreadable(String topic, int id, Exception e) {
    return new SerializationException(
        "topic " + topic + ": value with schema ID " + id + ": " + e.getMessage(), e);
  }

  private static String notOurs(byte[] value) {
    return value.length < WireFormat.HEADER_BYTES
        ? "value of " + value.length + " bytes is too short for the wire format's header of 5"
        : "value begins with byte " + value[0] + " and not with the wire format's 0";
  }

  @Override
  public RecordScan scan(String topic, byte[] array, int start, int end) {
    if (end - start < WireFormat.HEADER_BYTES || array[start] != WireFormat.MAGIC) {
      return null;
    }
    int id = WireFormat.schemaId(array, start);
    try {
      RecordScan scan = scan(id);
      if (scan != null) {
        scan.read(array, start + WireFormat.HEADER_BYTES, end);
      }
      return scan;
    } catch (RuntimeException e) {
      throw unreadable(topic, id, e);
    }
  }

  private RecordScan scan(int id) {
    Scratch mine = scratch();
    if (mine.lastScan == null || mine.lastScanId != id) {
      mine.lastScan = mine.scans.computeIfAbsent(id, this::newScan);
      mine.lastScanId = id;
    }
    return mine.lastScan.orElse(null);
  }

  private Optional<RecordScan> newScan(Integer id) {
    Versions found = versions.computeIfAbsent(id, this::resolve);
    boolean same = found.writer().equals(found.reader());
    return same && RecordScan.scans(found.reader())
        ? Optional.of(RecordScan.of(found.reader(), unread))
        : Optional.empty();
  }

  private SpecificRecord decode(int id, byte[] value) throws IOException {
    Scratch mine = scratch();
    Reader reader = mine.lastReader;
    if (reader == null || mine.lastId != id) {
      reader = mine.readers.computeIfAbsent(id, this::newReader);
      mine.lastReader = reader;
      mine.lastId = id;
    }
    BytesDecoder decoder = mine.decoder;
    decoder.reset(value, WireFormat.HEADER_BYTES);
    SpecificRecord read = reader.read(decoder);
    if (decoder.remainingBytes() > 0) {
      throw new SerializationException(decoder.remainingBytes() + " bytes stand after the record");
    }
    return read;
  }

  /** A thread that goes on reading is spared the look-up, which shows at millions of records. */
  private Scratch scratch() {
    Mine mine = last;
    if (mine.thread != Thread.currentThread()) {
      mine = new Mine(Thread.currentThread(), scratch.get());
      last = mine;
    }
    return mine.scratch;
  }

  private Reader newReader(Integer id) {
    Versions found = versions.computeIfAbsent(id, this::resolve);
    SpecificData model = WireFormat.model(types.classLoader());
    if (found.writer().equals(found.reader())) {
      return RecordReader.of(found.reader(), model, unread)::read;
    }
    SpecificDatumReader<SpecificRecord> resolving =
        new SpecificDatumReader<>(found.writer(), found.reader(), model);
    return in -> resolving.read(null, in);
  }

  private Versions resolve(Integer id) {
    Schema writer = registry.byId(id);
    Schema reader =
        types
            .readerFor(writer)
            .orElseThrow(
                () ->
                    new SerializationException(
                        "it is a " + writer.getFullName() + ", expected " + types));
    Compatibility.obstacle(reader, writer)
        .ifPresent(
            obstacle -> {
              throw new SerializationException(
                  "its schema cannot be read as " + reader.getName() + ": " + obstacle);
            });
    return new Versions(writer, reader);
  }
}
