package io.badhop.schemas.scan;

import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/** What stands in a record field by field, as far as a {@link RecordScan} knows it. */
final class RecordShape {

  /** What a field is. */
  enum Kind {
    TEXT,
    UNREAD,
    LONG,
    INT,
    BOOLEAN,
    SYMBOL,
    ITEMS
  }

  private final Schema schema;
  private final Kind[] kinds;
  private final int[] symbols;

  /**
   * @param unread string fields, as {@code Record.field}, that are taken to be empty
   * @throws IllegalArgumentException when the schema has other types
   */
  RecordShape(Schema schema, Set<String> unread) {
    this.schema = schema;
    int count = schema.getFields().size();
    kinds = new Kind[count];
    symbols = new int[count];
    for (Field field : schema.getFields()) {
      boolean skipped = unread.contains(schema.getName() + "." + field.name());
      Kind kind = kind(field.schema());
      kinds[field.pos()] = skipped && kind == Kind.TEXT ? Kind.UNREAD : kind;
      symbols[field.pos()] = kind == Kind.SYMBOL ? field.schema().getEnumSymbols().size() : 0;
    }
  }

  private static Kind kind(Schema type) {
    return switch (type.getType()) {
      case STRING -> Kind.TEXT;
      case LONG -> Kind.LONG;
      case INT -> Kind.INT;
      case BOOLEAN -> Kind.BOOLEAN;
      case ENUM -> Kind.SYMBOL;
      case ARRAY -> Kind.ITEMS;
      default -> throw new IllegalArgumentException("a " + type.getType() + " cannot be scanned");
    };
  }

  /** Whether a schema has no types but those that can be scanned. */
  static boolean scans(Schema schema) {
    return schema.getType() == Schema.Type.RECORD
        && schema.getFields().stream().map(Field::schema).allMatch(RecordShape::known);
  }

  private static boolean known(Schema type) {
    return switch (type.getType()) {
      case STRING, LONG, INT, BOOLEAN, ENUM -> true;
      case ARRAY -> scans(type.getElementType());
      default -> false;
    };
  }

  Schema schema() {
    return schema;
  }

  /** By number of the field. */
  Kind[] kinds() {
    return kinds.clone();
  }

  /** Whether an enum has a symbol of this number. */
  boolean hasSymbol(int field, long number) {
    return number >= 0 && number < symbols[field];
  }

  String name(int field) {
    return schema.getFields().get(field).schema().getName();
  }
}
