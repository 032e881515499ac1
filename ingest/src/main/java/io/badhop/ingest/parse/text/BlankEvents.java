package io.badhop.ingest.parse.text;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that hold what their schemas say of fields that are not logged. Avro's builders look every
 * default up and copy it, which costs more than reading a line.
 */
public final class BlankEvents {

  private BlankEvents() {}

  /** A proxy event without identity, time, request ID and status. */
  public static ProxyEvent proxy() {
    ProxyEvent event = new ProxyEvent();
    event.setEventId(0);
    event.setSite("default");
    event.setSource("");
    event.setTime(0);
    event.setStartTime(-1);
    event.setResolution(1000);
    event.setRequestId("");
    event.setRequestIdKind(RequestIdKind.NONE);
    event.setOtherId("");
    event.setAlias(false);
    event.setSoftware("");
    event.setProxy("");
    event.setConnection("");
    event.setClientIp("");
    event.setMethod("");
    event.setHost("");
    event.setPath("");
    event.setStatus(0);
    event.setBytesSent(-1);
    event.setCompleted(true);
    event.setDurationUs(-1);
    event.setQueueUs(-1);
    event.setPool("");
    event.setAttempts(List.of());
    event.setAttemptsLogged(false);
    event.setRetries(-1);
    event.setTermination("");
    event.setErrorLogged(false);
    event.setErrors(new ArrayList<>());
    return event;
  }

  /** An edge event without identity, time, request ID and status. */
  public static EdgeEvent edge() {
    EdgeEvent event = new EdgeEvent();
    event.setEventId(0);
    event.setSite("default");
    event.setSource("");
    event.setTime(0);
    event.setStartTime(-1);
    event.setResolution(1000);
    event.setRequestId("");
    event.setRequestIdKind(RequestIdKind.NONE);
    event.setOtherId("");
    event.setAlias(false);
    event.setVendor("");
    event.setMethod("");
    event.setHost("");
    event.setPath("");
    event.setStatus(0);
    event.setOriginStatus(-1);
    event.setOriginAddress("");
    event.setClientIp("");
    event.setEdgeLocation("");
    event.setCacheStatus("");
    event.setDurationUs(-1);
    event.setOriginConnectUs(-1);
    event.setOriginHeaderUs(-1);
    event.setOriginResponseUs(-1);
    event.setDetail("");
    return event;
  }

  /** An application's event of kind LOG without identity, time and request ID. */
  public static AppEvent app() {
    AppEvent event = new AppEvent();
    event.setEventId(0);
    event.setSite("default");
    event.setSource("");
    event.setTime(0);
    event.setStartTime(-1);
    event.setResolution(1000);
    event.setRequestId("");
    event.setRequestIdKind(RequestIdKind.NONE);
    event.setOtherId("");
    event.setAlias(false);
    event.setKind(AppEventKind.LOG);
    event.setService("");
    event.setInstance("");
    event.setMethod("");
    event.setHost("");
    event.setPath("");
    event.setRoute("");
    event.setStatus(-1);
    event.setDurationUs(-1);
    event.setLevel("");
    event.setMessage("");
    event.setExceptionType("");
    return event;
  }

  /** The beginning of what a line says of a component: whose line it is. */
  public static ComponentEvent.Builder component(ParseContext context, RawLine line, Tier tier) {
    return ComponentEvent.newBuilder()
        .setEventId(line.identity())
        .setSite(context.site())
        .setSource(context.source())
        .setTier(tier);
  }
}
