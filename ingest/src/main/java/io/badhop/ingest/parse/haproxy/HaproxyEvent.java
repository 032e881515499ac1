package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes an event of the values of one record. For one thread. */
final class HaproxyEvent {

  private static final int MAX_STATUS = 999;
  private static final int MAX_RETRIES = 1_000_000;

  private final ParseContext context;
  private final HaproxyCaptures captures;
  private final HaproxyTimes times;
  private final HaproxyTarget target = new HaproxyTarget();
  private final RequestIds.Chosen choice = new RequestIds.Chosen();

  HaproxyEvent(ParseContext context, Map<String, List<String>> captures) {
    this.context = context;
    this.captures = new HaproxyCaptures(captures);
    this.times = new HaproxyTimes(context.zone());
  }

  HaproxyTimes times() {
    return times;
  }

  /**
   * The event.
   *
   * @param host host of the syslog header; empty when there is none
   * @param stamp its time; {@link io.badhop.ingest.parse.text.Timestamps#NONE} when there is none
   */
  ParseResult event(RawLine line, HaproxyRecord record, String host, long stamp) {
    ProxyEvent event = BlankEvents.proxy();
    if (!times.set(event, record, stamp)) {
      return new ParseResult.Rejected("bad-timestamp", "no time among those of the log-format");
    }
    String frontend = frontend(record);
    captures.read(record, frontend);
    long identity = line.identity();
    event.setEventId(identity);
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("haproxy");
    event.setProxy(proxy(record, host, frontend));
    long status = record.number(HaproxyField.STATUS);
    event.setStatus(status <= 0 || status > MAX_STATUS ? -1 : (int) status);
    event.setBytesSent(record.number(HaproxyField.BYTES));
    request(event, record);
    ids(event, record, identity);
    ending(event, record);
    servers(event, record);
    return new ParseResult.Event(event);
  }

  /** The name without the mark of TLS. */
  static String frontend(HaproxyRecord record) {
    if (!record.has(HaproxyField.FRONTEND)) {
      return "";
    }
    int to = record.to(HaproxyField.FRONTEND);
    boolean tls = record.buffer()[to - 1] == '~';
    return record.repeated(
        HaproxyField.FRONTEND, record.from(HaproxyField.FRONTEND), tls ? to - 1 : to);
  }

  private static String proxy(HaproxyRecord record, String host, String frontend) {
    String own = record.repeated(HaproxyField.HOSTNAME);
    return own.isEmpty() ? host.isEmpty() ? frontend : host : own;
  }

  private void request(ProxyEvent event, HaproxyRecord record) {
    target.read(record);
    event.setMethod(target.method());
    event.setPath(target.path());
    String host = record.repeated(HaproxyField.HOST);
    event.setHost(
        host.isEmpty()
            ? record.repeated(HaproxyField.SERVER_NAME_INDICATION)
            : Requests.host(host));
    String forwarded = Requests.firstAddress(record.text(HaproxyField.FORWARDED));
    event.setClientIp(forwarded.isEmpty() ? client(record) : forwarded);
  }

  /** An address without its port, which JSON may have in one value with it. */
  private static String client(HaproxyRecord record) {
    String client = record.text(HaproxyField.CLIENT);
    int colon = client.lastIndexOf(':');
    boolean port = colon > 0 && (client.indexOf(':') == colon || client.charAt(colon - 1) == ']');
    String address = port ? client.substring(0, colon) : client;
    return address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
  }

  /**
   * The client's own ID counts before the one that the proxy made, as that is only added to it; the
   * proxy's is the second ID then.
   */
  private void ids(ProxyEvent event, HaproxyRecord record, long identity) {
    String header = record.text(HaproxyField.REQUEST_ID);
    String unique = record.text(HaproxyField.UNIQUE_ID);
    context
        .ids()
        .choose(
            header.isEmpty() ? unique : header,
            record.text(HaproxyField.TRACE),
            record.text(HaproxyField.EDGE_ID),
            identity,
            choice);
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(
        choice.other().isEmpty() && isSecond(unique, choice.key()) ? unique : choice.other());
  }

  private static boolean isSecond(String unique, String key) {
    return !unique.isEmpty()
        && unique.length() <= RequestIds.MAX_LENGTH
        && !unique.equals(key)
        && unique.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  private static void ending(ProxyEvent event, HaproxyRecord record) {
    String state = record.repeated(HaproxyField.STATE);
    event.setTermination(state);
    event.setCompleted(!(state.length() > 1 && state.charAt(0) != '-' && isInData(state)));
    event.setQueueUs(HaproxyTimes.timer(record, HaproxyField.QUEUE_TIME));
    event.setRetries((int) Math.min(MAX_RETRIES, record.number(HaproxyField.RETRIES)));
  }

  /** The header had come when the session ended. */
  private static boolean isInData(String state) {
    return state.charAt(1) == 'D' || state.charAt(1) == 'L';
  }

  private void servers(ProxyEvent event, HaproxyRecord record) {
    String backend = record.repeated(HaproxyField.BACKEND);
    event.setPool(backend);
    event.setAttemptsLogged(
        record.names(HaproxyField.SERVER) || record.names(HaproxyField.SERVER_IP));
    String address = address(record, backend);
    if (address.isEmpty()) {
      return;
    }
    // Setters take numbers as they are, the constructor makes an object of each.
    Attempt attempt = new Attempt();
    attempt.setAddress(address);
    attempt.setPool(backend);
    attempt.setStatus(answered(event, record));
    attempt.setConnectUs(HaproxyTimes.timer(record, HaproxyField.CONNECT_TIME));
    attempt.setHeaderUs(HaproxyTimes.timer(record, HaproxyField.RESPONSE_TIME));
    attempt.setResponseUs(response(event, record));
    attempt.setBytesReceived(-1);
    List<Attempt> attempts = new ArrayList<>(1);
    attempts.add(attempt);
    event.setAttempts(attempts);
  }

  /** Status that the server sent; 0 when it sent none, -1 when the log does not tell. */
  private static int answered(ProxyEvent event, HaproxyRecord record) {
    String state = event.getTermination();
    boolean timed = record.names(HaproxyField.RESPONSE_TIME);
    if (state.length() < 2 && !timed) {
      return -1;
    }
    boolean header = !timed || record.number(HaproxyField.RESPONSE_TIME) >= 0;
    boolean sent = state.length() < 2 || state.charAt(0) == '-' || isInData(state);
    return header && sent ? event.getStatus() : 0;
  }

  /** From the choice of the server to the last byte. */
  private static long response(ProxyEvent event, HaproxyRecord record) {
    if (event.getDurationUs() < 0) {
      return -1;
    }
    long before =
        Math.max(0, HaproxyTimes.timer(record, HaproxyField.REQUEST_TIME))
            + Math.max(0, event.getQueueUs());
    return Math.max(0, event.getDurationUs() - before);
  }

  /**
   * Empty when no server was chosen: {@code <NOSRV>}, or {@code <STATS>} for HAProxy's own page.
   */
  private String address(HaproxyRecord record, String backend) {
    byte mark = record.first(HaproxyField.SERVER);
    if (mark == '<' || mark == 0 && record.names(HaproxyField.SERVER)) {
      return "";
    }
    if (record.has(HaproxyField.SERVER_IP)) {
      return socket(record);
    }
    if (mark == 0) {
      return "";
    }
    int from = record.from(HaproxyField.BACKEND);
    int to = record.to(HaproxyField.SERVER);
    boolean together =
        record.has(HaproxyField.BACKEND)
            && record.to(HaproxyField.BACKEND) + 1 == record.from(HaproxyField.SERVER)
            && record.buffer()[record.to(HaproxyField.BACKEND)] == '/';
    String server =
        together
            ? record.repeated(HaproxyField.SERVER, from, to)
            : backend + "/" + record.repeated(HaproxyField.SERVER);
    String known = context.addresses().addressOf().get(server);
    return known == null ? server : known;
  }

  private static String socket(HaproxyRecord record) {
    String address = record.repeated(HaproxyField.SERVER_IP);
    if (!record.has(HaproxyField.SERVER_PORT)) {
      return address;
    }
    String port = record.repeated(HaproxyField.SERVER_PORT);
    return address.indexOf(':') >= 0 && !address.startsWith("[")
        ? "[" + address + "]:" + port
        : address + ":" + port;
  }
}
