package io.badhop.alerting.deliver;

import java.io.PrintStream;

/** Prints escalations for people. */
public final class ConsoleSink implements Sink {

  private final PrintStream out;

  /** Prints to the stream, which stays open. */
  public ConsoleSink(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public Delivery deliver(Notification notification) {
    out.println(EscalationText.block(notification.escalation()));
    out.flush();
    return out.checkError()
        ? new Delivery.Retryable("the output stream is closed")
        : new Delivery.Delivered();
  }
}
