package io.badhop.streams.correlate;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.Comparator;
import org.apache.avro.specific.SpecificRecord;

/** A record of a request, unpacked. */
final class Rec {

  /** By time, identity and tier: the same whatever came first. */
  static final Comparator<Rec> ORDER = Rec::compare;

  final SpecificRecord event;
  final Tier tier;
  final String key;

  /** The ID that is not the key; empty when the record carries one only. */
  final String second;

  final long eventId;
  final long time;
  final long start;
  final int resolution;
  final boolean alias;
  final boolean late;

  /** Where it is kept; 0 while it is not. */
  final int place;

  /**
   * @param late whether it came after its tier's watermark
   */
  Rec(SpecificRecord event, boolean late, int place) {
    this.event = event;
    this.late = late;
    this.place = place;
    if (event instanceof EdgeEvent edge) {
      tier = Tier.EDGE;
      eventId = edge.getEventId();
      time = edge.getTime();
      start = edge.getStartTime() < 0 ? time : edge.getStartTime();
      resolution = edge.getResolution();
      alias = edge.getAlias();
      key = edge.getRequestId();
      second = edge.getOtherId();
    } else if (event instanceof ProxyEvent proxy) {
      tier = Tier.PROXY;
      eventId = proxy.getEventId();
      time = proxy.getTime();
      start = proxy.getStartTime() < 0 ? time : proxy.getStartTime();
      resolution = proxy.getResolution();
      alias = proxy.getAlias();
      key = proxy.getRequestId();
      second = proxy.getOtherId();
    } else {
      AppEvent app = (AppEvent) event;
      tier = Tier.APP;
      eventId = app.getEventId();
      time = app.getTime();
      start = app.getStartTime() < 0 ? time : app.getStartTime();
      resolution = app.getResolution();
      alias = app.getAlias();
      key = app.getRequestId();
      second = app.getOtherId();
    }
  }

  private static int compare(Rec one, Rec other) {
    int order = Long.compare(one.time, other.time);
    if (order == 0) {
      order = Long.compare(one.eventId, other.eventId);
    }
    return order == 0 ? one.tier.compareTo(other.tier) : order;
  }

  EdgeEvent edge() {
    return (EdgeEvent) event;
  }

  ProxyEvent proxy() {
    return (ProxyEvent) event;
  }

  AppEvent app() {
    return (AppEvent) event;
  }

  /** Of a record of the application: whether it closes a request. */
  boolean request() {
    return app().getKind() == AppEventKind.REQUEST;
  }

  int status() {
    return switch (tier) {
      case EDGE -> edge().getStatus();
      case PROXY -> proxy().getStatus();
      case APP -> app().getStatus();
    };
  }
}
