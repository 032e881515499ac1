package io.badhop.streams.diagnose;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;

/** Names the hop and the cause of an exchange. Stateless; never throws for any content of records. */
public final class Diagnoser {

  private Diagnoser() {}

  /**
   * Diagnoses one exchange.
   *
   * @param c the records of the exchange
   * @return what is said of it; {@link Diagnosis#FINE} itself for a plain success
   */
  public static Diagnosis diagnose(Case c) {
    return anchorStatus(c) >= 500 ? unknown() : Diagnosis.FINE;
  }

  private static int anchorStatus(Case c) {
    return switch (c.view()) {
      case EDGE -> c.edge().getStatus();
      case PROXY -> c.proxy().getStatus();
      case APP -> c.app().stream().mapToInt(AppEvent::getStatus).max().orElse(-1);
    };
  }

  private static Diagnosis unknown() {
    return new Diagnosis(
        true, true, FaultDomain.UNKNOWN, Cause.UNKNOWN, 0, List.of(), "", "", "", -1, false, false,
        List.of());
  }
}
