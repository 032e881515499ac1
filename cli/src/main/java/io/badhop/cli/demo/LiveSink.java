package io.badhop.cli.demo;

import io.badhop.alerting.deliver.Delivery;
import io.badhop.alerting.deliver.EscalationText;
import io.badhop.alerting.deliver.Notification;
import io.badhop.alerting.deliver.Sink;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints each escalation as it comes, in two lines; the whole of it follows in the summary. */
public final class LiveSink implements Sink {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PrintStream out;

  /** Prints to the stream, which stays open. */
  public LiveSink(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "live";
  }

  @Override
  public Delivery deliver(Notification notification) {
    Escalation e = notification.escalation();
    String at = CLOCK.format(Instant.ofEpochMilli(e.getEventTimeMs()));
    out.println(at + "  " + e.getSite() + "  " + e.getPhase() + "  " + EscalationText.headline(e));
    if (e.getPhase() != Phase.RESOLVED) {
      String why = e.getEvidence().isEmpty() ? "" : "; " + e.getEvidence().get(0);
      out.println("              " + e.getFailed() + " of " + e.getTotal() + " failed" + why);
    }
    out.flush();
    return out.checkError()
        ? new Delivery.Retryable("the output stream is closed")
        : new Delivery.Delivered();
  }
}
