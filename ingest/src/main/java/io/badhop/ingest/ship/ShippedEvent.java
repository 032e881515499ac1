package io.badhop.ingest.ship;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * An event with its place on the topics.
 *
 * @param topic where it goes
 * @param key request ID; of a component its address, else its name, else its source
 * @param event an EdgeEvent, ProxyEvent, AppEvent or ComponentEvent
 * @param time the event's time, microseconds since the epoch
 */
public record ShippedEvent(EventTopic topic, String key, SpecificRecord event, long time) {

  /**
   * Finds the place of an event.
   *
   * @throws IllegalArgumentException for a record that is not an event
   */
  public static ShippedEvent of(SpecificRecord event) {
    if (event instanceof ProxyEvent proxy) {
      return new ShippedEvent(EventTopic.PROXY, proxy.getRequestId(), proxy, proxy.getTime());
    }
    if (event instanceof EdgeEvent edge) {
      return new ShippedEvent(EventTopic.EDGE, edge.getRequestId(), edge, edge.getTime());
    }
    if (event instanceof AppEvent app) {
      return new ShippedEvent(EventTopic.APP, app.getRequestId(), app, app.getTime());
    }
    if (event instanceof ComponentEvent component) {
      return new ShippedEvent(
          EventTopic.COMPONENT, keyOf(component), component, component.getTime());
    }
    throw new IllegalArgumentException("not an event: " + event.getClass().getName());
  }

  private static String keyOf(ComponentEvent component) {
    if (!component.getAddress().isEmpty()) {
      return component.getAddress();
    }
    return component.getComponent().isEmpty() ? component.getSource() : component.getComponent();
  }

  /** The copy that is published under the event's second ID: it joins, but is never counted. */
  public Optional<ShippedEvent> alias() {
    if (event instanceof ProxyEvent proxy && !proxy.getOtherId().isEmpty()) {
      return Optional.of(alias(proxy));
    }
    if (event instanceof EdgeEvent edge && !edge.getOtherId().isEmpty()) {
      return Optional.of(alias(edge));
    }
    if (event instanceof AppEvent app && !app.getOtherId().isEmpty()) {
      return Optional.of(alias(app));
    }
    return Optional.empty();
  }

  private static ShippedEvent alias(ProxyEvent event) {
    ProxyEvent copy = copy(event, new ProxyEvent());
    copy.setRequestId(event.getOtherId());
    copy.setOtherId(event.getRequestId());
    copy.setAlias(true);
    return of(copy);
  }

  private static ShippedEvent alias(EdgeEvent event) {
    EdgeEvent copy = copy(event, new EdgeEvent());
    copy.setRequestId(event.getOtherId());
    copy.setOtherId(event.getRequestId());
    copy.setAlias(true);
    return of(copy);
  }

  private static ShippedEvent alias(AppEvent event) {
    AppEvent copy = copy(event, new AppEvent());
    copy.setRequestId(event.getOtherId());
    copy.setOtherId(event.getRequestId());
    copy.setAlias(true);
    return of(copy);
  }

  /**
   * Lists are shared: events are not changed once they are shipped. A builder would copy them all.
   */
  private static <T extends SpecificRecord> T copy(T from, T to) {
    for (int field = 0, fields = from.getSchema().getFields().size(); field < fields; field++) {
      to.put(field, from.get(field));
    }
    return to;
  }
}
