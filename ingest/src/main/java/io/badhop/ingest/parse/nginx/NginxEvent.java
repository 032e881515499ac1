package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes an event of the variables of an nginx access record. */
final class NginxEvent {

  private static final int SECOND = 1_000_000;
  private static final int MAX_ATTEMPTS = 32;
  private static final int MAX_STATUS = 999;

  private final ParseContext context;
  private final Map<String, String> aliases;
  private String lastLocal = "";
  private long lastTime = Timestamps.NONE;

  NginxEvent(ParseContext context, Map<String, String> aliases) {
    this.context = context;
    this.aliases = aliases;
  }

  /**
   * Name under which a variable's value is kept: a renamed variable counts as what it stands for.
   */
  String meaning(String variable) {
    String name = variable;
    for (int i = 0; i < 4 && aliases.containsKey(name); i++) {
      name = aliases.get(name);
    }
    return name;
  }

  ParseResult event(RawLine line, NginxValues fields) {
    long status = fields.number(NginxField.STATUS);
    if (status < 0 || status > MAX_STATUS) {
      return new ParseResult.Rejected(
          "bad-status", "no status in '" + fields.get(NginxField.STATUS) + "'");
    }
    ProxyEvent event = BlankEvents.proxy();
    long identity = line.identity();
    event.setEventId(identity);
    event.setStatus(status == 0 ? -1 : (int) status);
    if (!time(event, fields)) {
      return new ParseResult.Rejected(
          "bad-timestamp", "no time among time_local, time_iso8601 and msec");
    }
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("nginx");
    request(event, fields);
    ids(event, fields, identity);
    attempts(event, fields);
    return new ParseResult.Event(event);
  }

  private boolean time(ProxyEvent event, NginxValues fields) {
    long time = Timestamps.seconds(fields.get(NginxField.MSEC));
    event.setResolution(1000);
    if (time == Timestamps.NONE) {
      time = Timestamps.iso(fields.get(NginxField.TIME_ISO), context.zone());
      event.setResolution(SECOND);
    }
    if (time == Timestamps.NONE) {
      time = local(fields.get(NginxField.TIME_LOCAL));
    }
    if (time == Timestamps.NONE) {
      return false;
    }
    long took = NginxValues.microsOf(fields.get(NginxField.REQUEST_TIME));
    event.setTime(time);
    event.setDurationUs(took);
    event.setStartTime(took < 0 ? -1 : time - took);
    return true;
  }

  /** Many lines in a row are of one second. */
  private long local(String text) {
    if (!text.equals(lastLocal)) {
      lastLocal = text;
      lastTime = Timestamps.clf(text, context.zone());
    }
    return lastTime;
  }

  private static void request(ProxyEvent event, NginxValues fields) {
    String line = fields.get(NginxField.REQUEST);
    event.setMethod(
        fields.get(NginxField.METHOD).isEmpty()
            ? Requests.method(line)
            : fields.get(NginxField.METHOD));
    // The path as the client sent it stands in the error log too; $uri may have been rewritten.
    String raw = fields.get(NginxField.REQUEST_URI);
    String path = raw.isEmpty() ? Requests.path(line) : Requests.withoutQuery(raw);
    event.setPath(path.isEmpty() ? Requests.withoutQuery(fields.get(NginxField.URI)) : path);
    event.setHost(Requests.host(fields.get(NginxField.HOST)));
    String forwarded = Requests.firstAddress(fields.get(NginxField.FORWARDED));
    event.setClientIp(
        fields.names(NginxField.REALIP) || forwarded.isEmpty()
            ? fields.get(NginxField.REMOTE)
            : forwarded);
    event.setProxy(fields.get(NginxField.PROXY));
    event.setConnection(fields.get(NginxField.CONNECTION));
    event.setBytesSent(fields.number(NginxField.BYTES_SENT));
    event.setCompleted(
        !fields.names(NginxField.COMPLETION) || fields.get(NginxField.COMPLETION).equals("OK"));
  }

  private void ids(ProxyEvent event, NginxValues fields, long identity) {
    RequestIds.Choice choice =
        context
            .ids()
            .choose(
                fields.get(NginxField.REQUEST_ID),
                fields.get(NginxField.TRACE),
                fields.get(NginxField.EDGE_ID),
                identity);
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  private void attempts(ProxyEvent event, NginxValues fields) {
    event.setAttemptsLogged(fields.names(NginxField.UPSTREAM));
    event.setPool(fields.get(NginxField.POOL));
    String addresses = fields.get(NginxField.UPSTREAM);
    if (addresses.isEmpty()) {
      return;
    }
    List<String> address = list(addresses);
    List<String> status = list(fields.raw(NginxField.UPSTREAM_STATUS));
    List<String> connect = list(fields.get(NginxField.CONNECT_TIME));
    List<String> header = list(fields.get(NginxField.HEADER_TIME));
    List<String> response = list(fields.get(NginxField.RESPONSE_TIME));
    List<String> bytes = list(fields.get(NginxField.UPSTREAM_BYTES));
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < Math.min(address.size(), MAX_ATTEMPTS); i++) {
      String to = address.get(i);
      if (to.isEmpty() && at(status, i).isEmpty()) {
        // A group that ended without choosing a server.
        continue;
      }
      String pool = context.addresses().pool(to).orElse(to.contains(":") ? event.getPool() : to);
      attempts.add(
          new Attempt(
              to,
              pool,
              status(at(status, i)),
              NginxValues.microsOf(at(connect, i)),
              NginxValues.microsOf(at(header, i)),
              NginxValues.microsOf(at(response, i)),
              NginxValues.numberOf(at(bytes, i))));
    }
    event.setAttempts(attempts);
    if (event.getPool().isEmpty() && !attempts.isEmpty()) {
      event.setPool(attempts.get(attempts.size() - 1).getPool());
    }
  }

  /**
   * Attempts in one group are joined by {@code ", "}, groups after an internal redirect by {@code "
   * : "}.
   */
  private static List<String> list(String value) {
    if (value.indexOf(' ') < 0) {
      return List.of(value);
    }
    List<String> values = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < value.length(); at++) {
      int separator = value.startsWith(", ", at) ? 2 : value.startsWith(" : ", at) ? 3 : 0;
      if (separator > 0) {
        values.add(value.substring(from, at).trim());
        from = at + separator;
        at = from - 1;
      }
    }
    values.add(value.substring(from).trim());
    return values;
  }

  /** A dash says that no response came; nothing at all that the log does not tell. */
  private static int status(String value) {
    long status = value.equals("-") ? 0 : NginxValues.numberOf(value);
    return status > MAX_STATUS ? -1 : (int) status;
  }

  private static String at(List<String> values, int index) {
    return index < values.size() ? values.get(index) : "";
  }
}
