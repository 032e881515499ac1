package io.badhop.ingest.ship;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import org.apache.avro.specific.SpecificRecord;

/** When events were written, and how exactly that is known. */
final class Times {
  static final long SECOND = 1_000_000;

  private Times() {}

  /** Time of an event in microseconds. */
  static long of(SpecificRecord event) {
    if (event instanceof ProxyEvent proxy) {
      return proxy.getTime();
    }
    if (event instanceof EdgeEvent edge) {
      return edge.getTime();
    }
    if (event instanceof AppEvent app) {
      return app.getTime();
    }
    return ((ComponentEvent) event).getTime();
  }

  /** ID of the log that an event is from. */
  static String source(SpecificRecord event) {
    if (event instanceof ProxyEvent proxy) {
      return proxy.getSource();
    }
    if (event instanceof EdgeEvent edge) {
      return edge.getSource();
    }
    if (event instanceof AppEvent app) {
      return app.getSource();
    }
    return ((ComponentEvent) event).getSource();
  }

  /** Resolution of an event's time in microseconds. */
  static int resolution(SpecificRecord event) {
    if (event instanceof ProxyEvent proxy) {
      return proxy.getResolution();
    }
    if (event instanceof EdgeEvent edge) {
      return edge.getResolution();
    }
    if (event instanceof AppEvent app) {
      return app.getResolution();
    }
    return ((ComponentEvent) event).getResolution();
  }
}
