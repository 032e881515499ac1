package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.RepeatedText;
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
  private static final int MAX_STATUS = 999;

  private final ParseContext context;
  private final Map<String, String> aliases;
  private final RepeatedText strings = new RepeatedText();
  private final RequestIds.Chosen choice = new RequestIds.Chosen();
  private final NginxTries tries = new NginxTries(strings);
  private final StringBuilder lastLocal = new StringBuilder();
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
    long time = Timestamps.seconds(fields.look(NginxField.MSEC));
    event.setResolution(1000);
    if (time == Timestamps.NONE) {
      time = Timestamps.iso(fields.look(NginxField.TIME_ISO), context.zone());
      event.setResolution(SECOND);
    }
    if (time == Timestamps.NONE) {
      time = local(fields.look(NginxField.TIME_LOCAL));
    }
    if (time == Timestamps.NONE) {
      return false;
    }
    long took = NginxValues.microsOf(fields.look(NginxField.REQUEST_TIME));
    event.setTime(time);
    event.setDurationUs(took);
    event.setStartTime(took < 0 ? -1 : time - took);
    return true;
  }

  /** Many lines in a row are of one second. */
  private long local(CharSequence text) {
    if (CharSequence.compare(text, lastLocal) != 0) {
      lastLocal.setLength(0);
      lastLocal.append(text);
      lastTime = Timestamps.clf(text, context.zone());
    }
    return lastTime;
  }

  private void request(ProxyEvent event, NginxValues fields) {
    CharSequence line = fields.look(NginxField.REQUEST);
    String method = fields.shared(NginxField.METHOD, strings);
    event.setMethod(method.isEmpty() ? Requests.method(line, strings) : method);
    // The path as the client sent it stands in the error log too; $uri may have been rewritten.
    CharSequence raw = fields.look(NginxField.REQUEST_URI);
    String path = raw.isEmpty() ? Requests.path(line) : Requests.withoutQuery(raw);
    event.setPath(path.isEmpty() ? Requests.withoutQuery(fields.look(NginxField.URI)) : path);
    event.setHost(Requests.host(fields.shared(NginxField.HOST, strings)));
    String forwarded =
        fields.names(NginxField.REALIP)
            ? ""
            : Requests.firstAddress(fields.look(NginxField.FORWARDED));
    event.setClientIp(forwarded.isEmpty() ? fields.get(NginxField.REMOTE) : forwarded);
    event.setProxy(fields.shared(NginxField.PROXY, strings));
    event.setConnection(fields.get(NginxField.CONNECTION));
    event.setBytesSent(fields.number(NginxField.BYTES_SENT));
    event.setCompleted(
        !fields.names(NginxField.COMPLETION)
            || CharSequence.compare(fields.look(NginxField.COMPLETION), "OK") == 0);
  }

  private void ids(ProxyEvent event, NginxValues fields, long identity) {
    context
        .ids()
        .choose(
            fields.look(NginxField.REQUEST_ID),
            fields.look(NginxField.TRACE),
            fields.look(NginxField.EDGE_ID),
            identity,
            choice);
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  private void attempts(ProxyEvent event, NginxValues fields) {
    boolean sentTo = fields.names(NginxField.SENT_TO) && fields.names(NginxField.UPSTREAM_STATUS);
    event.setAttemptsLogged(fields.names(NginxField.UPSTREAM) || sentTo);
    event.setPool(fields.shared(NginxField.POOL, strings));
    CharSequence addresses = addresses(fields, sentTo);
    if (addresses.isEmpty()) {
      return;
    }
    int count = tries.read(fields, addresses);
    List<Attempt> attempts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Attempt attempt = tries.next();
      if (attempt != null) {
        attempt.setPool(pool(attempt.getAddress(), event.getPool()));
        attempts.add(attempt);
      }
    }
    event.setAttempts(attempts);
    if (event.getPool().isEmpty() && !attempts.isEmpty()) {
      event.setPool(attempts.get(attempts.size() - 1).getPool());
    }
  }

  /**
   * Where no member could be chosen the group's name stands for its address: not so in
   * ingress-nginx, whose one group is all services, and which logs the service.
   */
  private String pool(String address, String logged) {
    boolean group = logged.isEmpty() && address.indexOf(':') < 0;
    return context.addresses().pool(address).orElse(group ? address : logged);
  }

  /** The server that a host is set up to pass to was tried where a status of it is logged. */
  private static CharSequence addresses(NginxValues fields, boolean sentTo) {
    CharSequence addresses = fields.look(NginxField.UPSTREAM);
    boolean tried = sentTo && !fields.look(NginxField.UPSTREAM_STATUS).isEmpty();
    return addresses.isEmpty() && tried ? fields.look(NginxField.SENT_TO) : addresses;
  }
}
