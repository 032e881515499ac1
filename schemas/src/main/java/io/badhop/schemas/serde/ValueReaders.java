package io.badhop.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.specific.SpecificData;

/** Readers for what stands in a field, an array, a map or a union. */
final class ValueReaders {
  private final SpecificData model;
  private final Set<String> unread;

  ValueReaders(SpecificData model, Set<String> unread) {
    this.model = model;
    this.unread = unread;
  }

  /** Reads one value. */
  interface Value {
    Object read(BytesDecoder in) throws IOException;
  }

  /** The type of a field in a generated class; numbers and booleans are not asked for. */
  Class<?> javaType(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> String.class;
      case ARRAY -> List.class;
      case MAP -> Map.class;
      case BYTES -> ByteBuffer.class;
      case UNION -> javaType(orNull(schema));
      default -> model.getClass(schema);
    };
  }

  Value of(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> new RepeatedStrings()::read;
      case LONG -> BytesDecoder::readLong;
      case INT -> BytesDecoder::readInt;
      case DOUBLE -> BytesDecoder::readDouble;
      case BOOLEAN -> BytesDecoder::readBoolean;
      case BYTES -> in -> in.readBytes(null);
      case ENUM -> symbols(schema);
      case RECORD -> RecordReader.of(schema, model, unread)::read;
      case ARRAY -> items(of(schema.getElementType()));
      case MAP -> entries(of(schema.getValueType()));
      case UNION -> nullable(schema);
      default -> throw new AvroRuntimeException("no reader for a " + schema.getType());
    };
  }

  private Value symbols(Schema schema) {
    Object[] constants = model.getClass(schema).getEnumConstants();
    return in -> {
      int index = in.readEnum();
      if (index < 0 || index >= constants.length) {
        throw new AvroRuntimeException("no symbol " + index + " in " + schema.getName());
      }
      return constants[index];
    };
  }

  /** Unions of null and one other type, in either order, are all that the schemas have. */
  private Value nullable(Schema union) {
    Value value = of(orNull(union));
    int nothing = union.getTypes().get(0).getType() == Type.NULL ? 0 : 1;
    return in -> {
      int branch = in.readIndex();
      if (branch < 0 || branch > 1) {
        throw new AvroRuntimeException("no branch " + branch + " in a union of two");
      }
      return branch == nothing ? null : value.read(in);
    };
  }

  private static Schema orNull(Schema union) {
    List<Schema> types = union.getTypes();
    if (types.size() != 2 || types.stream().noneMatch(Schema::isNullable)) {
      throw new AvroRuntimeException("no reader for the union " + union);
    }
    return types.get(types.get(0).getType() == Type.NULL ? 1 : 0);
  }

  private static Value items(Value item) {
    return in -> {
      long count = in.readArrayStart();
      List<Object> items = new ArrayList<>((int) count);
      for (; count > 0; count = in.arrayNext()) {
        for (long i = 0; i < count; i++) {
          items.add(item.read(in));
        }
      }
      return items;
    };
  }

  private static Value entries(Value value) {
    return in -> {
      Map<String, Object> entries = new HashMap<>();
      for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
        for (long i = 0; i < count; i++) {
          entries.put(in.readString(), value.read(in));
        }
      }
      return entries;
    };
  }
}
