package io.badhop.ingest.ship;

import io.badhop.ingest.bind.ErrorBinder;
import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.source.FilePosition;
import io.badhop.schemas.event.ProxyEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * The logs of one server, read together: records of the access logs in the order of their times,
 * each with the lines of the error logs that belong to it. A server writes an error line before the
 * access line of its request; so when an access line is there, its error lines can be read.
 */
final class ServerLog implements AutoCloseable {
  /** How long an error line waits for its request, in microseconds of event time. */
  static final long PATIENCE = 5 * Times.SECOND;

  /** Error lines that wait at most; beyond that all that wait are published as they are. */
  static final int MAX_WAITING = 100_000;

  /** An access line's time may be up to the coarsest resolution before its error line's. */
  private static final long SLACK = Times.SECOND;

  private final String site;
  private final ErrorBinder binder = new ErrorBinder();
  private final ErrorLedger ledger;
  private final List<Feed> access = new ArrayList<>();
  private final List<Feed> errors = new ArrayList<>();
  private long expiredTo = Long.MIN_VALUE;

  /** A pump with the outcome that it gave and nobody took. */
  private static final class Feed {
    final Pump pump;
    ParseResult head;
    long time;

    Feed(Pump pump) {
      this.pump = pump;
    }

    boolean ready() throws IOException {
      if (head == null) {
        head = pump.next();
        time = pump.time();
      }
      return head != null;
    }

    boolean isRequest() {
      return head instanceof ParseResult.Event;
    }

    ParseResult take() {
      ParseResult taken = head;
      head = null;
      return taken;
    }
  }

  /** No logs yet. */
  ServerLog(String site, ErrorLedger ledger) {
    this.site = site;
    this.ledger = ledger;
  }

  void addAccess(Pump pump) {
    access.add(new Feed(pump));
  }

  void addErrors(Pump pump) {
    errors.add(new Feed(pump));
  }

  /**
   * Reads the next record: of an access log, with the error lines that belong to it, or an error
   * line that is older than any access line to come.
   *
   * @return false when there is none, or none now
   */
  boolean advance(Consumer<ShippedEvent> out) throws IOException {
    // First the access logs: what the error logs hold of those requests was written before.
    Feed next = least(access);
    Feed error = least(errors);
    if (error != null && (next == null || error.time < next.time - SLACK)) {
      next = error;
    }
    if (next == null) {
      return false;
    }
    expire(next.time - PATIENCE, out);
    publish(next.take(), next.pump, out);
    return true;
  }

  private static Feed least(List<Feed> feeds) throws IOException {
    Feed least = null;
    for (Feed feed : feeds) {
      if (feed.ready() && (least == null || feed.time < least.time)) {
        least = feed;
      }
    }
    return least;
  }

  private void publish(ParseResult result, Pump pump, Consumer<ShippedEvent> out)
      throws IOException {
    if (result instanceof ParseResult.Event event) {
      out.accept(ShippedEvent.of(withErrors(event.event(), out)));
    } else if (result instanceof ParseResult.Component component) {
      out.accept(ShippedEvent.of(component.event()));
    } else if (result instanceof ParseResult.ErrorLine error) {
      hold(error.error(), pump, out);
    }
  }

  private SpecificRecord withErrors(SpecificRecord event, Consumer<ShippedEvent> out)
      throws IOException {
    if (!(event instanceof ProxyEvent proxy)) {
      return event;
    }
    readErrors(proxy.getTime() + SLACK, true, out);
    if (ledger.size() == 0 && ErrorBinder.until(proxy) == proxy.getTime()) {
      return proxy;
    }
    ProxyEvent whole = binder.bind(proxy);
    long until = ErrorBinder.until(proxy) + SLACK;
    if (whole.getErrors().isEmpty() && until > proxy.getTime() + SLACK) {
      readErrors(until, false, out);
      whole = binder.bind(proxy);
    }
    ledger.bound(whole.getErrors());
    return whole;
  }

  /**
   * Reads the error logs up to a time. A log of errors that has requests as well goes on when its
   * turn comes; far ahead that holds for all that is published at once, or it would be too early.
   */
  private void readErrors(long until, boolean all, Consumer<ShippedEvent> out) throws IOException {
    for (Feed feed : errors) {
      while (feed.ready()
          && !feed.isRequest()
          && (all || feed.head instanceof ParseResult.ErrorLine)
          && feed.time <= until) {
        publish(feed.take(), feed.pump, out);
      }
    }
  }

  private void hold(ErrorRecord error, Pump pump, Consumer<ShippedEvent> out) {
    if (ledger.size() >= MAX_WAITING) {
      unbound(binder.drain(), out);
    }
    if (ledger.add(error, pump)) {
      binder.add(error);
    }
  }

  /** Publishes error lines that have waited long enough, given that all before this time are in. */
  void expire(long before, Consumer<ShippedEvent> out) {
    // Looking costs; a second of waiting more or less does not matter.
    if (ledger.size() > 0 && before >= expiredTo + Times.SECOND) {
      expiredTo = before;
      unbound(binder.expire(before), out);
    }
  }

  /** Publishes all error lines that still wait. */
  void drain(Consumer<ShippedEvent> out) {
    unbound(binder.drain(), out);
  }

  private void unbound(List<ErrorRecord> lines, Consumer<ShippedEvent> out) {
    for (ErrorRecord line : lines) {
      String source = ledger.sourceOf(line);
      ledger.unbound(line);
      out.accept(ShippedEvent.of(ErrorBinder.toComponent(line, site, source)));
    }
  }

  /**
   * Where files are to be read on, given how far they were read: a record that nobody took is
   * unread, and with it the whole line that it is in.
   */
  List<FilePosition> unread(Pump pump, List<FilePosition> read) {
    List<FilePosition> unread = new ArrayList<>(read);
    for (List<Feed> feeds : List.of(access, errors)) {
      for (Feed feed : feeds) {
        if (feed.pump == pump && (feed.head != null || pump.isWithinLine())) {
          String key = pump.lines().fileKey();
          unread.replaceAll(
              at -> at.fileKey().equals(key) ? at.back(pump.offset(), at.settled()) : at);
        }
      }
    }
    return unread;
  }

  /** All pumps, access logs first. */
  List<Pump> pumps() {
    List<Pump> pumps = new ArrayList<>();
    access.forEach(feed -> pumps.add(feed.pump));
    errors.forEach(feed -> pumps.add(feed.pump));
    return pumps;
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (Pump pump : pumps()) {
      try {
        pump.close();
      } catch (IOException e) {
        first = e;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
