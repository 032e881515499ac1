package io.badhop.benchmarks.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the join needs of an event of any tier beside its bytes, which nobody decodes again unless
 * the exchange has failed.
 */
final class Event {
  static final int EDGE = 0;
  static final int PROXY = 1;
  static final int APP = 2;
  static final int TIERS = 3;

  int tier;

  /** End of the handling, microseconds since the epoch. */
  long time;

  int status;
  String requestId = "";

  /** Host and path template; only proxies' events have it. */
  String template = "";

  /** Address of the last attempt; only proxies' events have it, and it may be empty. */
  String upstream = "";

  /** The value as it is on the topic: a failed exchange is written with all that was logged. */
  byte[] record = {};

  static RecordType<Event> type() {
    return new RecordType<>(Event.class, new Serializer());
  }

  /** The value's own bytes, and 50 to 100 for what was taken out of it. */
  static final class Serializer extends RecordSerializer<Event> {
    private static final long serialVersionUID = 1;

    @Override
    public Event createInstance() {
      return new Event();
    }

    @Override
    public Event copy(Event from) {
      Event copy = new Event();
      copy.tier = from.tier;
      copy.time = from.time;
      copy.status = from.status;
      copy.requestId = from.requestId;
      copy.template = from.template;
      copy.upstream = from.upstream;
      copy.record = from.record;
      return copy;
    }

    @Override
    public void serialize(Event event, DataOutputView out) throws IOException {
      out.writeByte(event.tier);
      out.writeLong(event.time);
      out.writeShort(event.status);
      writeText(event.requestId, out);
      if (event.tier == PROXY) {
        writeText(event.template, out);
        writeText(event.upstream, out);
      }
      writeBytes(event.record, out);
    }

    @Override
    public Event deserialize(DataInputView in) throws IOException {
      Event event = new Event();
      event.tier = in.readByte();
      event.time = in.readLong();
      event.status = in.readShort();
      event.requestId = readText(in);
      if (event.tier == PROXY) {
        event.template = readText(in);
        event.upstream = readText(in);
      }
      event.record = readBytes(in);
      return event;
    }

    @Override
    public Snapshot snapshotConfiguration() {
      return new Snapshot();
    }

    /** Found by Flink by its name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Event> {
      public Snapshot() {
        super(Serializer::new);
      }
    }
  }
}
