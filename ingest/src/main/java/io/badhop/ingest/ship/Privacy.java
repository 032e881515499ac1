package io.badhop.ingest.ship;

import io.badhop.ingest.privacy.Redactor;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/** Which fields of what is published are redacted, and how. Events are changed in place. */
final class Privacy {
  private final Redactor redactor;
  private final Meter meter;

  Privacy(Redactor redactor, Meter meter) {
    this.redactor = redactor;
    this.meter = meter;
  }

  void clean(SpecificRecord event) {
    if (event instanceof ProxyEvent proxy) {
      change(proxy.getClientIp(), redactor::clientIp, proxy::setClientIp);
      change(proxy.getPath(), redactor::path, proxy::setPath);
      proxy.getErrors().forEach(this::clean);
    } else if (event instanceof EdgeEvent edge) {
      change(edge.getClientIp(), redactor::clientIp, edge::setClientIp);
      change(edge.getPath(), redactor::path, edge::setPath);
      change(edge.getDetail(), redactor::text, edge::setDetail);
    } else if (event instanceof AppEvent app) {
      change(app.getPath(), redactor::path, app::setPath);
      change(app.getRoute(), redactor::path, app::setRoute);
      change(app.getMessage(), redactor::text, app::setMessage);
      change(app.getExceptionType(), redactor::text, app::setExceptionType);
    } else if (event instanceof ComponentEvent component) {
      change(component.getPath(), redactor::path, component::setPath);
      change(component.getMessage(), redactor::text, component::setMessage);
      if (component.getNote() != null) {
        clean(component.getNote());
      }
    }
  }

  private void clean(ErrorNote note) {
    change(note.getMessage(), redactor::text, note::setMessage);
  }

  Rejection clean(Rejection line) {
    byte[] payload = redactor.line(line.payload());
    String detail = redactor.line(line.detail());
    if (payload == line.payload() && detail.equals(line.detail())) {
      return line;
    }
    meter.redactions.increment();
    // Hashes are longer than addresses.
    boolean cut = payload.length > Rejection.MAX_PAYLOAD;
    return new Rejection(
        line.source(),
        line.file(),
        line.format(),
        line.offset(),
        line.reason(),
        detail,
        cut ? Arrays.copyOf(payload, Rejection.MAX_PAYLOAD) : payload,
        cut || line.truncated());
  }

  private void change(String before, UnaryOperator<String> change, Consumer<String> set) {
    String after = change.apply(before);
    if (!after.equals(before)) {
      set.accept(after);
      meter.redactions.increment();
    }
  }
}
