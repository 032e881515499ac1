package io.badhop.schemas.scan;

import io.badhop.schemas.scan.RecordShape.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A record where it stands in its bytes: its numbers, and where each of its texts begins. Nothing
 * is made of it, so a reader that keeps a few fields of most records in a form of its own pays for
 * those alone. What a reader refuses is refused here, too, before anything can be asked.
 *
 * <p>For schemas of strings, ints, longs, booleans, enums, and arrays of records of such. A scan is
 * used again for the next record; it is for one thread.
 */
public final class RecordScan {

  private final RecordShape shape;
  private final Kind[] kinds;
  private final long[] numbers;
  private final int[] starts;

  /** Bytes of a text, items of an array. */
  private final int[] lengths;

  private final RecordScan[] items;
  private final int[][] itemStarts;
  private byte[] bytes = new byte[0];
  private int from;
  private int at;
  private int end;

  private RecordScan(Schema schema, Set<String> unread) {
    shape = new RecordShape(schema, unread);
    kinds = shape.kinds();
    int count = kinds.length;
    numbers = new long[count];
    starts = new int[count];
    lengths = new int[count];
    items = new RecordScan[count];
    itemStarts = new int[count][];
    for (int field = 0; field < count; field++) {
      if (kinds[field] == Kind.ITEMS) {
        items[field] = of(schema.getFields().get(field).schema().getElementType(), unread);
        itemStarts[field] = new int[4];
      }
    }
  }

  /**
   * For records of a schema.
   *
   * @param unread string fields, as {@code Record.field}, that are taken to be empty
   * @throws IllegalArgumentException when the schema has other types
   */
  public static RecordScan of(Schema schema, Set<String> unread) {
    return new RecordScan(schema, unread);
  }

  /** Whether a schema has no types but those that can be scanned. */
  public static boolean scans(Schema schema) {
    return RecordShape.scans(schema);
  }

  /** Schema of the records. */
  public Schema schema() {
    return shape.schema();
  }

  /**
   * Goes to another record, which the array must hold unchanged as long as it is asked for.
   *
   * @throws AvroRuntimeException when the bytes are not one whole record
   */
  public void read(byte[] array, int start, int stop) {
    walk(array, start, stop);
    if (at < stop) {
      throw new AvroRuntimeException(stop - at + " bytes stand after the record");
    }
  }

  /** Reads the record that begins at {@code start}; returns where it ends. */
  private int walk(byte[] array, int start, int stop) {
    bytes = array;
    from = start;
    at = start;
    end = stop;
    Kind[] all = kinds;
    for (int field = 0; field < all.length; field++) {
      switch (all[field]) {
        case TEXT -> text(field, length());
        case LONG -> numbers[field] = number();
        case BOOLEAN -> numbers[field] = bytes[take(1)];
        case INT, SYMBOL -> small(field);
        case UNREAD -> take(length());
        case ITEMS -> items(field);
      }
    }
    return at;
  }

  private void text(int field, int length) {
    lengths[field] = length;
    starts[field] = take(length);
  }

  private void small(int field) {
    long value = number();
    if (value != (int) value) {
      throw new AvroRuntimeException("number " + value + " does not fit an int");
    }
    if (kinds[field] == Kind.SYMBOL && !shape.hasSymbol(field, value)) {
      throw new AvroRuntimeException("no symbol " + value + " in " + shape.name(field));
    }
    numbers[field] = value;
  }

  private void items(int field) {
    RecordScan item = items[field];
    int count = 0;
    for (long block = block(); block != 0; block = block()) {
      for (long i = 0; i < block; i++) {
        if (count == itemStarts[field].length) {
          itemStarts[field] = Arrays.copyOf(itemStarts[field], 2 * count);
        }
        itemStarts[field][count++] = at;
        at = item.walk(bytes, at, end);
      }
    }
    lengths[field] = count;
  }

  /** A negative count is followed by the block's size in bytes, which reading has no use for. */
  private long block() {
    long count = number();
    if (count < 0) {
      number();
      count = -count;
    }
    if (count < 0 || count > end - at) {
      throw new AvroRuntimeException("a block of " + count + " items in " + (end - at) + " bytes");
    }
    return count;
  }

  private int length() {
    long length = number();
    if (length < 0 || length > end - at) {
      throw new AvroRuntimeException("a length of " + length + " in " + (end - at) + " bytes");
    }
    return (int) length;
  }

  private int take(int length) {
    if (length > end - at) {
      throw truncated();
    }
    at += length;
    return at - length;
  }

  /** Zig-zag, seven bits a byte, least significant first; ten bytes at most. */
  private long number() {
    if (at < end && bytes[at] >= 0) {
      long one = bytes[at++];
      return one >>> 1 ^ -(one & 1);
    }
    return longer();
  }

  private long longer() {
    byte[] array = bytes;
    int position = at;
    long raw = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position >= end) {
        throw truncated();
      }
      byte b = array[position++];
      raw |= (b & 0x7fL) << shift;
      if (b >= 0) {
        at = position;
        return raw >>> 1 ^ -(raw & 1);
      }
    }
    throw new AvroRuntimeException("a number of more than ten bytes");
  }

  private static AvroRuntimeException truncated() {
    return new AvroRuntimeException("the record is cut short");
  }

  /** The array that the record stands in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the record begins. */
  public int start() {
    return from;
  }

  /** Where the record ends. */
  public int end() {
    return at;
  }

  /** Value of a field that is a number; of an enum the place of its symbol. */
  public long number(int field) {
    return numbers[field];
  }

  /** Value of a boolean field. */
  public boolean flag(int field) {
    return numbers[field] == 1;
  }

  /** Where a text begins. */
  public int start(int field) {
    return starts[field];
  }

  /** Bytes of a text in UTF-8, items of an array. */
  public int length(int field) {
    return lengths[field];
  }

  /** Whether a text or an array has nothing in it. */
  public boolean isEmpty(int field) {
    return lengths[field] == 0;
  }

  /** A text, made anew. */
  public String text(int field) {
    return lengths[field] == 0
        ? ""
        : new String(bytes, starts[field], lengths[field], StandardCharsets.UTF_8);
  }

  /** Whether a text is this one. */
  public boolean is(int field, byte[] other) {
    int start = starts[field];
    return Arrays.equals(bytes, start, start + lengths[field], other, 0, other.length);
  }

  /** Hash of a text, as {@link ByteHash} gives it. */
  public int hash(int field) {
    return ByteHash.of(bytes, starts[field], lengths[field]);
  }

  /**
   * An item of an array; the same scan for all items, so only one can be looked at.
   *
   * @param number from zero up
   */
  public RecordScan item(int field, int number) {
    RecordScan item = items[field];
    int start = itemStarts[field][number];
    if (item.from != start || item.bytes != bytes) {
      item.walk(bytes, start, end);
    }
    return item;
  }
}
