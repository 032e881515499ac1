package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.schemas.event.EdgeEvent;

/** What the events of all edges have in common. */
final class EdgeRecord {

  static final long SECOND = 1_000_000;
  static final int MAX_DETAIL = 512;
  static final int MAX_STATUS = 999;

  /** No answer came from the origin. */
  static final int UNANSWERED = 0;

  private EdgeRecord() {}

  /**
   * An event with all that is unknown left at its default.
   *
   * @param vendor of the edge in lower case
   * @param time end of the handling in microseconds
   * @param resolution of the time in microseconds
   */
  static EdgeEvent of(
      ParseContext context, RawLine line, String vendor, long time, long resolution, int status) {
    EdgeEvent event = BlankEvents.edge();
    event.setEventId(line.identity());
    event.setTime(time);
    event.setStatus(status);
    event.setSite(context.site());
    event.setSource(context.source());
    event.setVendor(vendor);
    event.setResolution((int) resolution);
    return event;
  }

  /** Sets the join key and the second ID; IDs that are not logged may be empty. */
  static void identify(
      EdgeEvent event,
      ParseContext context,
      CharSequence request,
      CharSequence trace,
      CharSequence edge) {
    RequestIds.Choice choice = context.ids().choose(request, trace, edge, event.getEventId());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  /** A status of one to three digits; -1 when it is none. */
  static int status(String text) {
    if (text.isEmpty() || text.length() > 3) {
      return -1;
    }
    int status = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      status = status * 10 + c - '0';
    }
    return status;
  }

  static String cut(String text) {
    return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) : text;
  }
}
