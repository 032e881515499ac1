package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Tier;
import java.util.List;
import java.util.Optional;

/**
 * An application that came up again when the failures began, and listens. HAProxy's SC says only
 * that there was no connection: refused, or a TLS handshake that failed. Who listens does not
 * refuse; a restart with another certificate is what lets handshakes fail.
 */
final class Listening {

  /** From this confidence on the log says itself which of both it was. */
  private static final double PLAIN = 0.85;

  private static final double WEIGHT = 0.75;

  /** Slots: a restart is over in a few seconds, and the failures of one end with it. */
  private static final long AROUND = 20;

  private static final long SETTLED = 8;

  private Listening() {}

  /** Empty where nothing says so. */
  static Optional<Verdict> tell(
      Incident incident, List<ComponentEvent> components, double confidence, long now) {
    long first = incident.state().getFirstSlot();
    List<ComponentEvent> since =
        components.stream()
            .filter(event -> event.getTier() == Tier.APP && !event.getAddress().isEmpty())
            .filter(event -> Slots.of(event.getTime()) >= first - AROUND)
            .toList();
    boolean unclear =
        incident.cause() == Cause.CONNECTION_REFUSED
            && incident.leading().getConfidence() < PLAIN
            && incident.state().getUpstreams().size() == 1;
    if (!unclear || starts(since) != 1) {
      return Optional.empty();
    }
    ComponentEvent last = since.get(since.size() - 1);
    long up = Slots.of(last.getTime());
    boolean fails = incident.state().getLastSlot() >= up + SETTLED && now >= up + SETTLED;
    return last.getKind() == ComponentEventKind.STARTED && up <= first + AROUND && fails
        ? Optional.of(verdict(last, confidence))
        : Optional.empty();
  }

  private static Verdict verdict(ComponentEvent up, double confidence) {
    return new Verdict(
        Cause.TLS_FAILURE,
        FaultDomain.UPSTREAM_LINK,
        Math.min(confidence, WEIGHT),
        List.of(
            "the application came up when this began and listens: " + up.getMessage(),
            "who listens does not refuse, so it is the TLS handshake that fails"));
  }

  private static long starts(List<ComponentEvent> events) {
    return events.stream().filter(event -> event.getKind() == ComponentEventKind.STARTED).count();
  }
}
