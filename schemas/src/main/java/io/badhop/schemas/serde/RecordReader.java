package io.badhop.schemas.serde;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records that were written with the very schema of their generated class: nothing to
 * resolve, no numbers in boxes, no strings for fields that nobody wants, and one string for values
 * that come again and again. Made once for a schema; for one thread. (See DecodeBenchmark.)
 */
final class RecordReader {
  private final Supplier<SpecificRecord> maker;
  private final Step[] steps;

  private RecordReader(Supplier<SpecificRecord> maker, List<Step> steps) {
    this.maker = maker;
    this.steps = steps.toArray(new Step[0]);
  }

  /** Reads one field into the record. */
  private interface Step {
    void read(BytesDecoder in, SpecificRecord record) throws IOException;
  }

  /**
   * For a generated class.
   *
   * @param unread string fields, as {@code Record.field}, that stay empty
   * @throws AvroRuntimeException when the class cannot be found, or is not what the schema makes
   */
  static RecordReader of(Schema schema, SpecificData model, Set<String> unread) {
    Setters setters = new Setters(model.getClass(schema));
    ValueReaders readers = new ValueReaders(model, unread);
    List<Step> steps = new ArrayList<>();
    for (Field field : schema.getFields()) {
      steps.add(
          unread.contains(schema.getName() + "." + field.name())
              ? skipped(field, setters)
              : step(field, setters, readers));
    }
    return new RecordReader(setters.constructor(), steps);
  }

  SpecificRecord read(BytesDecoder in) throws IOException {
    SpecificRecord record = maker.get();
    for (Step step : steps) {
      step.read(in, record);
    }
    return record;
  }

  private static Step skipped(Field field, Setters setters) {
    BiConsumer<Object, Object> setter = setters.ofObject(field, String.class);
    return (in, record) -> {
      in.skipString();
      setter.accept(record, "");
    };
  }

  private static Step step(Field field, Setters setters, ValueReaders readers) {
    return switch (field.schema().getType()) {
      case LONG -> {
        ObjLongConsumer<Object> setter = setters.ofLong(field);
        yield (in, record) -> setter.accept(record, in.readLong());
      }
      case INT -> {
        ObjIntConsumer<Object> setter = setters.ofInt(field);
        yield (in, record) -> setter.accept(record, in.readInt());
      }
      case DOUBLE -> {
        ObjDoubleConsumer<Object> setter = setters.ofDouble(field);
        yield (in, record) -> setter.accept(record, in.readDouble());
      }
      case BOOLEAN -> {
        Setters.BooleanSetter setter = setters.ofBoolean(field);
        yield (in, record) -> setter.accept(record, in.readBoolean());
      }
      default -> object(field, setters, readers);
    };
  }

  private static Step object(Field field, Setters setters, ValueReaders readers) {
    Schema schema = field.schema();
    BiConsumer<Object, Object> setter = setters.ofObject(field, readers.javaType(schema));
    ValueReaders.Value value = readers.of(schema);
    return (in, record) -> setter.accept(record, value.read(in));
  }
}
