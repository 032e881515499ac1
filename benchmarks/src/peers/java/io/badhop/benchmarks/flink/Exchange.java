package io.badhop.benchmarks.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A request as its tiers have told it so far; the keyed state of the join, and what it gives. */
final class Exchange {
  private static final int ALL = 1 << Event.EDGE | 1 << Event.PROXY | 1 << Event.APP;

  /** Set when the exchange is given on; in the state it is the key. */
  String requestId = "";

  /** Event time at which nobody is waited for any more, milliseconds since the epoch. */
  long closesAt;

  private int tiers;

  /** By tier; 0 where the tier has not spoken. */
  private final int[] statuses = new int[3];

  /** Of the proxy's event, else of the first; microseconds since the epoch. */
  private long time;

  private String template = "";
  private String upstream = "";

  void add(Event event) {
    if (event.tier == Event.PROXY || tiers == 0) {
      time = event.time;
    }
    if (event.tier == Event.PROXY) {
      template = event.template;
      upstream = event.upstream;
    }
    statuses[event.tier] = event.status;
    tiers |= 1 << event.tier;
  }

  boolean complete() {
    return tiers == ALL;
  }

  boolean proxied() {
    return (tiers & 1 << Event.PROXY) != 0;
  }

  boolean failed() {
    return statuses[Event.PROXY] >= 500;
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

  /** The hops in a line: statuses of edge, proxy and application, path and upstream. */
  String line() {
    return statuses[Event.EDGE]
        + " "
        + statuses[Event.PROXY]
        + " "
        + statuses[Event.APP]
        + " "
        + template
        + " "
        + upstream;
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
      copy.tiers = from.tiers;
      System.arraycopy(from.statuses, 0, copy.statuses, 0, copy.statuses.length);
      copy.time = from.time;
      copy.template = from.template;
      copy.upstream = from.upstream;
      return copy;
    }

    @Override
    public void serialize(Exchange exchange, DataOutputView out) throws IOException {
      writeText(exchange.requestId, out);
      out.writeLong(exchange.closesAt);
      out.writeByte(exchange.tiers);
      for (int status : exchange.statuses) {
        out.writeShort(status);
      }
      out.writeLong(exchange.time);
      writeText(exchange.template, out);
      writeText(exchange.upstream, out);
    }

    @Override
    public Exchange deserialize(DataInputView in) throws IOException {
      Exchange exchange = new Exchange();
      exchange.requestId = readText(in);
      exchange.closesAt = in.readLong();
      exchange.tiers = in.readByte();
      for (int i = 0; i < exchange.statuses.length; i++) {
        exchange.statuses[i] = in.readShort();
      }
      exchange.time = in.readLong();
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
