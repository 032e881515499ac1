package io.badhop.streams.correlate;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.List;

/**
 * One handling of one request, as far as it is known.
 *
 * @param site site
 * @param view tier of the record that anchors it; that record is present
 * @param requestId the join key
 * @param eventId identity of the anchoring record
 * @param time end of the handling at the anchor, microseconds since the epoch
 * @param edge the edge's record; null when none is known
 * @param proxy the proxy's record; null when none is known
 * @param app the application's records in order of time
 * @param late true when the anchor came after its tier's watermark
 */
public record Exchange(
    String site,
    Tier view,
    String requestId,
    long eventId,
    long time,
    EdgeEvent edge,
    ProxyEvent proxy,
    List<AppEvent> app,
    boolean late) {

  /** Copies the list. */
  public Exchange {
    app = List.copyOf(app);
  }

  /**
   * The application's record that anchors an exchange of its view, else the first; null when there
   * is none. What was written while the request was handled often stands before it.
   */
  public AppEvent closingApp() {
    for (AppEvent event : app) {
      if (event.getEventId() == eventId) {
        return event;
      }
    }
    return app.isEmpty() ? null : app.get(0);
  }
}
