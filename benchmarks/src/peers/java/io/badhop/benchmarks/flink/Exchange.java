package io.badhop.benchmarks.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A request as its tiers have told it so far; the keyed state of the join, and what it gives. */
final class Exchange {
  /** Set when the exchange is given on; in the state it is the key. */
  String requestId = "";

  /** Event time at which nobody is waited for any more, milliseconds since the epoch. */
  long closesAt;

  /** By tier, as on the topics; empty where the tier has not spoken. */
  private final byte[][] records = {{}, {}, {}};

  /**
   * Of the edge's event, else of the proxy's or the application's; microseconds since the epoch.
   */
  private long time;

  /** Sent to the client; 0 as long as the edge has not spoken. */
  private int status;

  private String template = "";
  private String upstream = "";

  void add(Event event) {
    if (event.tier == Event.EDGE) {
      status = event.status;
    }
    if (foremost(event.tier)) {
      time = event.time;
    }
    if (event.tier == Event.PROXY) {
      template = event.template;
      upstream = event.upstream;
    }
    records[event.tier] = event.record;
  }

  /** True when no tier before this one has spoken, so that the order of reading changes nothing. */
  private boolean foremost(int tier) {
    for (int before = 0; before < tier; before++) {
      if (has(before)) {
        return false;
      }
    }
    return true;
  }

  boolean complete() {
    return has(Event.EDGE) && has(Event.PROXY) && has(Event.APP);
  }

  boolean has(int tier) {
    return records[tier].length > 0;
  }

  boolean failed() {
    return status >= 500;
  }

  byte[] record(int tier) {
    return records[tier];
  }

  long time() {
    return time;
  }

  String template() {
    return template;
  }

  String upstream() {
    return upstream;
  }

  static RecordType<Exchange> type() {
    return new RecordType<>(Exchange.class, new Serializer());
  }

  /** For checkpoints, and for the copies that a running one needs. */
  static final class Serializer extends RecordSerializer<Exchange> {
    private static final long serialVersionUID = 1;

    @Override
    public Exchange createInstance() {
      return new Exchange();
    }

    @Override
    public Exchange copy(Exchange from) {
      Exchange copy = new Exchange();
      copy.requestId = from.requestId;
      copy.closesAt = from.closesAt;
      System.arraycopy(from.records, 0, copy.records, 0, Event.TIERS);
      copy.time = from.time;
      copy.status = from.status;
      copy.template = from.template;
      copy.upstream = from.upstream;
      return copy;
    }

    @Override
    public void serialize(Exchange exchange, DataOutputView out) throws IOException {
      writeText(exchange.requestId, out);
      out.writeLong(exchange.closesAt);
      for (byte[] record : exchange.records) {
        writeBytes(record, out);
      }
      out.writeLong(exchange.time);
      out.writeShort(exchange.status);
      writeText(exchange.template, out);
      writeText(exchange.upstream, out);
    }

    @Override
    public Exchange deserialize(DataInputView in) throws IOException {
      Exchange exchange = new Exchange();
      exchange.requestId = readText(in);
      exchange.closesAt = in.readLong();
      for (int tier = 0; tier < Event.TIERS; tier++) {
        exchange.records[tier] = readBytes(in);
      }
      exchange.time = in.readLong();
      exchange.status = in.readShort();
      exchange.template = readText(in);
      exchange.upstream = readText(in);
      return exchange;
    }

    @Override
    public Snapshot snapshotConfiguration() {
      return new Snapshot();
    }

    /** Found by Flink by its name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Exchange> {
      public Snapshot() {
        super(Serializer::new);
      }
    }
  }
}
