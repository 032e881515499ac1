package io.badhop.streams.correlate;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.Comparator;
import org.apache.avro.specific.SpecificRecord;

/** A record of a request while it is kept. */
final class Rec {

  static final Comparator<Rec> ORDER =
      Comparator.comparingLong((Rec rec) -> rec.time)
          .thenComparingLong(rec -> rec.eventId)
          .thenComparing(rec -> rec.tier);

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
  final long epoch;
  final boolean late;

  /** Set once the exchange that it anchors was asked to be finished, and was. */
  boolean finished;

  /** Number of the tick that finished it. */
  long finishedTick;

  Rec(SpecificRecord event, long epoch, long watermark) {
    this.event = event;
    this.epoch = epoch;
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
    this.late = time < watermark;
  }

  static String site(SpecificRecord event) {
    if (event instanceof EdgeEvent edge) {
      return edge.getSite();
    }
    return event instanceof ProxyEvent proxy ? proxy.getSite() : ((AppEvent) event).getSite();
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

  /**
   * True when it is one exchange of its tier's view: a copy never is, nor a line written in
   * passing.
   */
  boolean anchors() {
    return !alias && (tier != Tier.APP || app().getKind() == AppEventKind.REQUEST);
  }
}
