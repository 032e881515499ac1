package io.badhop.ingest.parse.apache;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.LineText;
import io.badhop.ingest.parse.text.LogTemplate;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Apache access log in any LogFormat. Its time is that of the request's beginning; the end follows
 * from {@code %D} or {@code %T} where that is logged.
 */
final class ApacheAccessParser implements LineParser {

  private static final int SECOND = 1_000_000;
  private static final int MAX_STATUS = 999;

  private final ParseContext context;
  private final LogTemplate template;
  private final LineText text = new LineText();
  private final ApacheJson json;
  private final List<Map.Entry<String, String>> targets;
  private final String[] values;
  private final String[] patterns;
  private final ApacheClock clock = new ApacheClock();
  private boolean atEnd;
  private final List<String> names;
  private final ProxyFields fields = new ProxyFields();

  ApacheAccessParser(String format, List<Map.Entry<String, String>> targets, ParseContext context) {
    this.context = context;
    this.targets = targets;
    this.template = ApacheFormats.compile(format);
    this.names = template.variables();
    ApacheJson byKey = ApacheJson.compile(format);
    this.json = byKey != null && byKey.variables().equals(names) ? byKey : null;
    this.values = new String[names.size()];
    this.patterns = new String[names.size()];
    for (int i = 0; i < patterns.length; i++) {
      patterns[i] = pattern(names.get(i));
      atEnd |= names.get(i).startsWith(ApacheFormats.TIME + "end:");
    }
  }

  /** Pattern of a piece of the time; null for another directive. */
  private static String pattern(String name) {
    if (!name.startsWith(ApacheFormats.TIME)) {
      return null;
    }
    int prefix = name.startsWith("begin:", 2) ? 8 : name.startsWith("end:", 2) ? 6 : 2;
    return name.substring(prefix);
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    if (!template.read(text.of(line.buffer(), line.start(), line.start() + line.length()), values)
        && (json == null || !json.read(line, values))) {
      return new ParseResult.Rejected(
          "not-the-format", "the line does not have the form of its LogFormat");
    }
    fields.clear();
    for (int i = 0; i < values.length; i++) {
      fields.put(names.get(i), Requests.unescape(values[i]));
    }
    return event(line);
  }

  private ParseResult event(RawLine line) {
    long status = fields.number(">s", "s", "<s");
    long logged = time();
    if (status < 0 || status > MAX_STATUS) {
      return new ParseResult.Rejected("bad-status", "no status in '" + fields.get(">s", "s") + "'");
    }
    if (logged == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time in '" + fields.get("t") + "'");
    }
    long took = duration();
    long start = atEnd ? logged - Math.max(0, took) : logged;
    ProxyEvent event =
        ProxyEvent.newBuilder()
            .setEventId(line.identity())
            .setTime(start + Math.max(0, took))
            .setRequestId("")
            .setStatus((int) status)
            .build();
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("apache");
    event.setStartTime(took < 0 ? -1 : start);
    event.setDurationUs(took);
    event.setResolution(fields.names("t") ? SECOND : clock.resolution());
    request(event);
    attempt(event);
    RequestIds.Choice choice =
        context
            .ids()
            .choose(
                fields.get("x-request-id@i", "unique_id@e", "x-request-id@o", "x-correlation-id@i"),
                fields.get("traceparent@i", "b3@i", "x-b3-traceid@i", "uber-trace-id@i"),
                fields.get("cf-ray@i", "x-amzn-trace-id@i", "x-amz-cf-id@i"),
                line.identity());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
    return new ParseResult.Event(event);
  }

  private long time() {
    if (fields.names("t")) {
      return Timestamps.clf(fields.get("t"), context.zone());
    }
    clock.clear();
    for (int i = 0; i < values.length; i++) {
      if (patterns[i] != null && !clock.read(patterns[i], values[i])) {
        return Timestamps.NONE;
      }
    }
    return clock.time(context.zone());
  }

  private long duration() {
    long micros = fields.number("D", "us@T");
    if (micros >= 0) {
      return micros;
    }
    long millis = fields.number("ms@T");
    if (millis >= 0) {
      return millis * 1_000;
    }
    long seconds = fields.number("T", "s@T");
    return seconds < 0 ? -1 : seconds * SECOND;
  }

  private void request(ProxyEvent event) {
    String line = fields.get("r");
    event.setMethod(fields.get("m").isEmpty() ? Requests.method(line) : fields.get("m"));
    event.setPath(
        fields.get("U").isEmpty() ? Requests.path(line) : Requests.withoutQuery(fields.get("U")));
    event.setHost(Requests.host(fields.get("host@i", "v", "V")));
    event.setClientIp(fields.get("a", "h", "c@a"));
    event.setProxy(fields.get("A"));
    event.setBytesSent(fields.number("O", "B", "b"));
    event.setCompleted(!fields.get("X").equals("X"));
    event.setConnection(fields.get("L"));
    event.setErrorLogged(!fields.get("L").isEmpty());
  }

  private void attempt(ProxyEvent event) {
    String worker = fields.get("balancer_worker_name@e");
    String address = worker.isEmpty() ? target(event.getPath()) : ApacheConfig.address(worker);
    boolean handled = !fields.names("R") || fields.get("R").startsWith("proxy");
    event.setAttemptsLogged(
        fields.names("balancer_worker_name@e")
            && targets.stream().allMatch(target -> target.getValue().isEmpty()));
    if (address.isEmpty() || !handled) {
      return;
    }
    String pool = context.addresses().pool(address).orElse("");
    event.setPool(pool);
    event.setAttempts(
        new ArrayList<>(List.of(Attempt.newBuilder().setAddress(address).setPool(pool).build())));
  }

  /** ProxyPass takes the first prefix that fits, up to the end of a segment. */
  private String target(String path) {
    for (Map.Entry<String, String> target : targets) {
      String prefix = target.getKey();
      boolean whole =
          prefix.endsWith("/")
              || path.length() == prefix.length()
              || path.startsWith("/", prefix.length());
      if (path.startsWith(prefix) && whole) {
        return target.getValue();
      }
    }
    return "";
  }

  /**
   * Name under which the value of a directive is kept; headers and variables are not case
   * sensitive.
   */
  static String name(String argument, String directive) {
    return argument.isEmpty() ? directive : argument.toLowerCase(Locale.ROOT) + "@" + directive;
  }
}
