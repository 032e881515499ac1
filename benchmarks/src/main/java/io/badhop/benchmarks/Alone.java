package io.badhop.benchmarks;

import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An event made again of what is in it: the object, its lists, and the texts that differ from line
 * to line. Texts that come again and again are shared, as a parser shares them.
 */
final class Alone {

  private final ProxyEvent proxy;
  private final EdgeEvent edge;
  private final byte[][] texts;

  Alone(ProxyEvent event) {
    proxy = event;
    edge = null;
    texts =
        bytes(
            event.getRequestId(),
            event.getOtherId(),
            event.getConnection(),
            event.getClientIp(),
            event.getPath());
  }

  Alone(EdgeEvent event) {
    proxy = null;
    edge = event;
    texts =
        bytes(event.getRequestId(), event.getOtherId(), "", event.getClientIp(), event.getPath());
  }

  private static byte[][] bytes(String... texts) {
    byte[][] bytes = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      bytes[i] = texts[i].getBytes(StandardCharsets.ISO_8859_1);
    }
    return bytes;
  }

  private String text(int index) {
    return texts[index].length == 0 ? "" : new String(texts[index], StandardCharsets.ISO_8859_1);
  }

  /** The event as a parser gives it. */
  ParseResult again() {
    return new ParseResult.Event(proxy == null ? edgeAgain() : proxyAgain());
  }

  private ProxyEvent proxyAgain() {
    ProxyEvent event = BlankEvents.proxy();
    event.setTime(proxy.getTime());
    event.setStatus(proxy.getStatus());
    event.setHost(proxy.getHost());
    event.setRequestId(text(0));
    event.setOtherId(text(1));
    event.setConnection(text(2));
    event.setClientIp(text(3));
    event.setPath(text(4));
    if (!proxy.getAttempts().isEmpty()) {
      List<Attempt> attempts = new ArrayList<>(proxy.getAttempts().size());
      for (Attempt attempt : proxy.getAttempts()) {
        attempts.add(again(attempt));
      }
      event.setAttempts(attempts);
    }
    return event;
  }

  private static Attempt again(Attempt attempt) {
    Attempt copy = new Attempt();
    copy.setAddress(attempt.getAddress());
    copy.setPool(attempt.getPool());
    copy.setStatus(attempt.getStatus());
    copy.setConnectUs(attempt.getConnectUs());
    copy.setHeaderUs(attempt.getHeaderUs());
    copy.setResponseUs(attempt.getResponseUs());
    copy.setBytesReceived(attempt.getBytesReceived());
    return copy;
  }

  private EdgeEvent edgeAgain() {
    EdgeEvent event = BlankEvents.edge();
    event.setTime(edge.getTime());
    event.setStatus(edge.getStatus());
    event.setHost(edge.getHost());
    event.setRequestId(text(0));
    event.setOtherId(text(1));
    event.setClientIp(text(3));
    event.setPath(text(4));
    return event;
  }
}
