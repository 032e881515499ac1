package io.badhop.streams.correlate;

import io.badhop.schemas.scan.RecordScan;
import io.badhop.streams.correlate.Fields.App;
import io.badhop.streams.correlate.Fields.Edge;
import io.badhop.streams.correlate.Fields.Note;
import io.badhop.streams.correlate.Fields.Proxy;
import io.badhop.streams.correlate.Fields.Try;

/** Writes the fields of records as {@link Packing} reads them, from the bytes they came in. */
final class Packs {

  private Packs() {}

  static void write(RecordScan event, Packer out) {
    switch (Fields.tier(event)) {
      case EDGE -> edge(event, out);
      case PROXY -> proxy(event, out);
      case APP -> app(event, out);
    }
  }

  /** What all begin with. */
  private static void common(RecordScan event, Packer out) {
    out.text(0, event, Fields.SOURCE);
    out.start(1, event.number(Fields.START_TIME), event.number(Fields.TIME));
    out.number(2, event.number(Fields.RESOLUTION), 1000);
    out.number(3, event.number(Fields.REQUEST_ID_KIND), 0);
    out.text(4, event, Fields.OTHER_ID);
  }

  private static long took(RecordScan event) {
    return Packing.took(event.number(Fields.TIME), event.number(Fields.START_TIME));
  }

  private static void edge(RecordScan event, Packer out) {
    out.group(3);
    common(event, out);
    out.text(5, event, Edge.VENDOR);
    out.text(6, event, Edge.METHOD);
    out.text(7, event, Edge.HOST);
    out.text(8, event, Edge.PATH);
    out.number(9, event.number(Edge.STATUS), Packing.SUCCESS);
    out.number(10, event.number(Edge.ORIGIN_STATUS), event.number(Edge.STATUS));
    out.text(11, event, Edge.ORIGIN_ADDRESS);
    out.text(12, event, Edge.CLIENT_IP);
    out.text(13, event, Edge.EDGE_LOCATION);
    out.text(14, event, Edge.CACHE_STATUS);
    out.number(15, event.number(Edge.DURATION_US), took(event));
    out.number(16, event.number(Edge.ORIGIN_CONNECT_US), -1);
    out.number(17, event.number(Edge.ORIGIN_HEADER_US), -1);
    out.number(18, event.number(Edge.ORIGIN_RESPONSE_US), -1);
    out.text(19, event, Edge.DETAIL);
    out.end(3);
  }

  private static void proxy(RecordScan event, Packer out) {
    int attempts = event.length(Proxy.ATTEMPTS);
    int errors = event.length(Proxy.ERRORS);
    out.group(4);
    common(event, out);
    out.text(5, event, Proxy.SOFTWARE);
    out.text(6, event, Proxy.PROXY);
    out.text(7, event, Proxy.CONNECTION);
    out.text(8, event, Proxy.CLIENT_IP);
    out.text(9, event, Proxy.METHOD);
    out.text(10, event, Proxy.HOST);
    out.text(11, event, Proxy.PATH);
    out.number(12, event.number(Proxy.STATUS), Packing.SUCCESS);
    out.number(13, event.number(Proxy.BYTES_SENT), -1);
    out.flag(14, !event.flag(Proxy.COMPLETED));
    out.number(15, event.number(Proxy.DURATION_US), took(event));
    out.number(16, event.number(Proxy.QUEUE_US), -1);
    out.text(17, event, Proxy.POOL);
    out.flag(18, event.flag(Proxy.ATTEMPTS_LOGGED));
    out.number(19, event.number(Proxy.RETRIES), -1);
    out.text(20, event, Proxy.TERMINATION);
    out.flag(21, event.flag(Proxy.ERROR_LOGGED));
    out.number(22, attempts, 1);
    out.number(23, errors, 0);
    out.end(4);
    for (int i = 0; i < attempts; i++) {
      attempt(event.item(Proxy.ATTEMPTS, i), event.number(Proxy.STATUS), out);
    }
    for (int i = 0; i < errors; i++) {
      note(event.item(Proxy.ERRORS, i), event.number(Fields.TIME), out);
    }
  }

  private static void attempt(RecordScan attempt, long status, Packer out) {
    out.group(1);
    out.text(0, attempt, Try.ADDRESS);
    out.text(1, attempt, Try.POOL);
    out.number(2, attempt.number(Try.STATUS), status);
    out.number(3, attempt.number(Try.CONNECT_US), -1);
    out.number(4, attempt.number(Try.HEADER_US), -1);
    out.number(5, attempt.number(Try.RESPONSE_US), attempt.number(Try.HEADER_US));
    out.number(6, attempt.number(Try.BYTES_RECEIVED), -1);
    out.end(1);
  }

  private static void note(RecordScan note, long time, Packer out) {
    out.group(1);
    out.number(0, note.number(Note.TIME), time);
    out.text(1, note, Note.LEVEL);
    out.text(2, note, Note.MESSAGE);
    out.text(3, note, Note.ACTION);
    out.text(4, note, Note.CODE);
    out.number(5, note.number(Note.ERRNO), -1);
    out.text(6, note, Note.UPSTREAM);
    out.end(1);
  }

  private static void app(RecordScan event, Packer out) {
    boolean said = !event.isEmpty(App.MESSAGE) || !event.isEmpty(App.EXCEPTION_TYPE);
    out.group(2);
    common(event, out);
    out.number(5, event.number(App.KIND), 0);
    out.text(6, event, App.SERVICE);
    out.text(7, event, App.INSTANCE);
    out.text(8, event, App.METHOD);
    out.text(9, event, App.HOST);
    out.text(10, event, App.PATH);
    out.text(11, event, App.ROUTE);
    out.number(12, event.number(App.STATUS), Packing.SUCCESS);
    out.number(13, event.number(App.DURATION_US), took(event));
    out.text(14, event, App.LEVEL);
    out.flag(15, said);
    out.end(2);
    if (said) {
      out.group(1);
      out.text(0, event, App.MESSAGE);
      out.text(1, event, App.EXCEPTION_TYPE);
      out.end(1);
    }
  }
}
