package io.badhop.streams.replay;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import org.apache.avro.specific.SpecificRecord;

/** What the four kinds of events have in common. */
final class EventTime {

  private EventTime() {}

  /** Microseconds since the epoch. */
  static long of(SpecificRecord event) {
    if (event instanceof ProxyEvent proxy) {
      return proxy.getTime();
    }
    if (event instanceof AppEvent app) {
      return app.getTime();
    }
    if (event instanceof EdgeEvent edge) {
      return edge.getTime();
    }
    if (event instanceof ComponentEvent component) {
      return component.getTime();
    }
    throw notAnEvent(event);
  }

  /** Number of the topic that carries such events. */
  static int topic(SpecificRecord event) {
    if (event instanceof ProxyEvent) {
      return 1;
    }
    if (event instanceof AppEvent) {
      return 2;
    }
    if (event instanceof EdgeEvent) {
      return 0;
    }
    if (event instanceof ComponentEvent) {
      return 3;
    }
    throw notAnEvent(event);
  }

  static String site(SpecificRecord event) {
    if (event instanceof ProxyEvent proxy) {
      return proxy.getSite();
    }
    if (event instanceof AppEvent app) {
      return app.getSite();
    }
    if (event instanceof EdgeEvent edge) {
      return edge.getSite();
    }
    if (event instanceof ComponentEvent component) {
      return component.getSite();
    }
    throw notAnEvent(event);
  }

  static Tier tier(SpecificRecord event) {
    if (event instanceof ProxyEvent) {
      return Tier.PROXY;
    }
    if (event instanceof AppEvent) {
      return Tier.APP;
    }
    if (event instanceof EdgeEvent) {
      return Tier.EDGE;
    }
    if (event instanceof ComponentEvent component) {
      return component.getTier();
    }
    throw notAnEvent(event);
  }

  /** The copy that joins under the second ID; null when the event carries one ID only. */
  static SpecificRecord alias(SpecificRecord event) {
    if (event instanceof EdgeEvent edge && !edge.getOtherId().isEmpty()) {
      EdgeEvent copy = copy(edge, new EdgeEvent());
      copy.setAlias(true);
      copy.setRequestId(edge.getOtherId());
      copy.setOtherId(edge.getRequestId());
      return copy;
    }
    if (event instanceof ProxyEvent proxy && !proxy.getOtherId().isEmpty()) {
      ProxyEvent copy = copy(proxy, new ProxyEvent());
      copy.setAlias(true);
      copy.setRequestId(proxy.getOtherId());
      copy.setOtherId(proxy.getRequestId());
      return copy;
    }
    if (event instanceof AppEvent app && !app.getOtherId().isEmpty()) {
      AppEvent copy = copy(app, new AppEvent());
      copy.setAlias(true);
      copy.setRequestId(app.getOtherId());
      copy.setOtherId(app.getRequestId());
      return copy;
    }
    return null;
  }

  private static <T extends SpecificRecord> T copy(T from, T to) {
    for (int field = 0; field < from.getSchema().getFields().size(); field++) {
      to.put(field, from.get(field));
    }
    return to;
  }

  private static IllegalArgumentException notAnEvent(SpecificRecord record) {
    return new IllegalArgumentException(record.getSchema().getName() + " is not an event");
  }
}
