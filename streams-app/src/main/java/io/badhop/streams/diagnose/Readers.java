package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/** Picks the readers by the software that wrote the record. */
final class Readers {

  private static final double DECISIVE = 0.5;

  private Readers() {}

  /** What the error lines and the state of a try say; states belong to the last try alone. */
  static List<Evidence> explicit(Try one, boolean last) {
    List<Evidence> found = new ArrayList<>();
    for (ErrorNote note : one.notes()) {
      Evidence evidence = note(one, note);
      if (evidence != null) {
        found.add(evidence);
      }
    }
    if (last) {
      found.addAll(state(one));
    }
    return found;
  }

  private static Evidence note(Try one, ErrorNote note) {
    return switch (one.software()) {
      case NGINX -> NginxErrorText.read(note, one.address());
      case APACHE -> ApacheCodes.read(note, one);
      case ENVOY -> null; // read together with the flags
      default -> ServerText.read(name(one), note.getMessage(), one.address());
    };
  }

  private static List<Evidence> state(Try one) {
    return switch (one.software()) {
      case HAPROXY -> HaproxyTermination.read(one);
      case ENVOY -> EnvoyFlags.read(one);
      case IIS -> IisSubstatus.read(one);
      case NGINX, APACHE -> List.of();
      default -> {
        Evidence text = ServerText.read(name(one), one.proxy().getTermination(), one.address());
        yield text == null ? List.of() : List.of(text);
      }
    };
  }

  private static String name(Try one) {
    return one.proxy().getSoftware().isEmpty() ? "proxy" : one.proxy().getSoftware();
  }

  /** True for a piece that shows a fault, and not the client's. */
  static boolean decisive(Evidence piece) {
    return piece.strength() >= DECISIVE && piece.weightOf(Cause.CLIENT_ABORT) < piece.strength();
  }

  /** True for an error line that tells of an answer cut after its header. */
  static boolean cuts(Evidence piece) {
    return piece.weightOf(Cause.BODY_TRUNCATED) >= DECISIVE;
  }

  static boolean clientAbort(ProxyEvent proxy) {
    Try whole = new Try(proxy, null, "", List.of());
    return IisSubstatus.read(whole).stream()
        .anyMatch(piece -> piece.weightOf(Cause.CLIENT_ABORT) > 0.5);
  }
}
