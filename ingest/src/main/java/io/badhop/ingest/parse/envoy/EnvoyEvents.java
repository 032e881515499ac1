package io.badhop.ingest.parse.envoy;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/** Makes an event of the values of an access record, by the names of {@link EnvoyNames}. */
final class EnvoyEvents {

  private static final int MILLI = 1_000;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int MAX_DETAILS = 300;
  private static final int MAX_MESSAGE = 512;
  private static final List<String> NUMBERS =
      List.of("bytes_received", "bytes_sent", "duration", "upstream_service_time");

  private final ParseContext context;

  EnvoyEvents(ParseContext context) {
    this.context = context;
  }

  ParseResult result(RawLine line, ProxyFields fields) {
    for (String number : NUMBERS) {
      if (!fields.get(number).isEmpty() && fields.number(number) < 0) {
        return new ParseResult.Rejected("not-the-format", "no number for " + number);
      }
    }
    long status = fields.number("response_code");
    if (status < 0 || status > 999) {
      return new ParseResult.Rejected(
          "bad-status", "no status in '" + fields.get("response_code") + "'");
    }
    if (status == 0 && isTcp(fields)) {
      return new ParseResult.Skipped("tcp-connection");
    }
    String stamp = fields.get("start_time", "start_time_local");
    long start = AnyTimes.any(stamp, context.zone());
    if (start == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time in '" + stamp + "'");
    }
    ProxyEvent event = blank(line, (int) status);
    event.setResolution(Math.max(MILLI, AnyTimes.resolution(stamp)));
    fill(event, fields, start);
    return new ParseResult.Event(event);
  }

  private static boolean isTcp(ProxyFields fields) {
    return fields.names("method") && fields.get("method", "path", "protocol").isEmpty();
  }

  private void fill(ProxyEvent event, ProxyFields fields, long start) {
    long took = millis(fields, "duration");
    event.setStartTime(start);
    event.setTime(start + Math.max(0, took));
    event.setDurationUs(event.getStatus() == SWITCHING_PROTOCOLS ? -1 : took);
    request(event, fields);
    ids(event, fields);
    outcome(event, fields);
    event.setAttempts(EnvoyUpstream.attempts(event, fields, context.addresses()));
  }

  private ProxyEvent blank(RawLine line, int status) {
    ProxyEvent event = BlankEvents.proxy();
    event.setEventId(line.identity());
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("envoy");
    // 0: nothing was sent downstream.
    event.setStatus(status == 0 ? -1 : status);
    return event;
  }

  private static void request(ProxyEvent event, ProxyFields fields) {
    event.setMethod(fields.get("method"));
    event.setPath(Requests.withoutQuery(fields.get("path")));
    event.setHost(Requests.host(fields.get("authority")));
    String forwarded = Requests.firstAddress(fields.get("x_forwarded_for"));
    event.setClientIp(
        forwarded.isEmpty()
            ? EnvoyUpstream.host(
                fields.get(
                    "downstream_remote_address_without_port",
                    "downstream_remote_address",
                    "downstream_direct_remote_address"))
            : forwarded);
    event.setBytesSent(fields.number("bytes_sent"));
    long attempts = fields.number("attempt_count");
    event.setRetries(attempts < 0 ? -1 : (int) Math.min(1_000, Math.max(0, attempts - 1)));
  }

  private void ids(ProxyEvent event, ProxyFields fields) {
    RequestIds.Choice choice =
        context
            .ids()
            .choose(
                fields.get("request_id", "correlation_id"),
                fields.get("traceparent", "trace_id"),
                fields.get("cf_ray"),
                event.getEventId());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  /** Flags, and behind a blank the details; nothing where all went well. */
  private static void outcome(ProxyEvent event, ProxyFields fields) {
    String flags = fields.get("response_flags");
    String details = fields.get("response_code_details");
    boolean failed = event.getStatus() >= 500 || event.getStatus() < 0 || !flags.isEmpty();
    boolean told = !flags.isEmpty() || !details.isEmpty();
    if (failed && told) {
      String state = (flags.isEmpty() ? "-" : flags) + " " + cut(details, MAX_DETAILS);
      event.setTermination(state.strip());
    }
    event.setCompleted(event.getStatus() >= 0 && !cutOff(event, flags));
    String reason = fields.get("upstream_transport_failure_reason");
    if (failed && !reason.isEmpty()) {
      List<ErrorNote> notes = new ArrayList<>();
      notes.add(
          ErrorNote.newBuilder()
              .setTime(event.getTime())
              .setMessage(cut(reason, MAX_MESSAGE))
              .setUpstream(EnvoyUpstream.address(fields.get("upstream_host")))
              .build());
      event.setErrors(notes);
    }
  }

  /** Flags of an end in the middle, behind a status that promised better. */
  private static boolean cutOff(ProxyEvent event, String flags) {
    if (event.getStatus() >= 500) {
      return false;
    }
    for (String flag : flags.split(",", -1)) {
      switch (flag) {
        case "DC", "UC", "UR", "LR", "UT", "UPE", "UMSDR", "SI", "DT" -> {
          return true;
        }
        default -> {
          // Says nothing of the end.
        }
      }
    }
    return false;
  }

  static long millis(ProxyFields fields, String name) {
    long millis = fields.number(name);
    return millis < 0 || millis > Long.MAX_VALUE / MILLI ? -1 : millis * MILLI;
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }
}
