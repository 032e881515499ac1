package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.ParseResult;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ProxyEvent;
import org.apache.avro.specific.SpecificRecord;

/**
 * What is known of a line's origin from around it.
 *
 * @param instance pod, container or machine; empty when unknown
 * @param service name of the service; empty when unknown
 */
public record Surroundings(String instance, String service) {

  /** Fills in what a line's events do not say themselves. */
  public void completes(ParseResult result) {
    for (ParseResult record : result.each()) {
      if (record instanceof ParseResult.Event event) {
        completes(event.event());
      } else if (record instanceof ParseResult.Component component) {
        completes(component.event());
      }
    }
  }

  private void completes(SpecificRecord event) {
    if (event instanceof AppEvent app) {
      if (app.getInstance().isEmpty()) {
        app.setInstance(instance);
      }
      if (app.getService().isEmpty()) {
        app.setService(service);
      }
    } else if (event instanceof ProxyEvent proxy && proxy.getProxy().isEmpty()) {
      proxy.setProxy(instance);
    } else if (event instanceof ComponentEvent component && component.getComponent().isEmpty()) {
      component.setComponent(service.isEmpty() ? instance : service);
    }
  }
}
