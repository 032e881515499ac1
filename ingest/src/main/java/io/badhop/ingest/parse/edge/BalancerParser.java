package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.EdgeEvent;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Access logs of AWS load balancers. An application load balancer stamps its lines when it answers
 * and has a type in front; a classic one stamps them when the request arrives. Columns at the end
 * may be missing in older files, and new ones may follow.
 */
final class BalancerParser implements LineParser {

  /** Columns behind the type: time, name, client, target, three times, two statuses, bytes. */
  private static final int LEAST_COLUMNS = 12;

  private static final int CLIENT = 2;
  private static final int TARGET = 3;
  private static final int REQUEST_TIME = 4;
  private static final int TARGET_TIME = 5;
  private static final int RESPONSE_TIME = 6;
  private static final int STATUS = 7;
  private static final int TARGET_STATUS = 8;
  private static final int REQUEST = 11;

  /** From here on columns of application load balancers only. */
  private static final int TARGET_GROUP = 15;

  private static final int TRACE = 16;
  private static final int DOMAIN = 17;
  private static final int CREATED = 20;
  private static final int ACTIONS = 21;
  private static final int ERROR_REASON = 23;

  /** A creation longer before the answer is no time of this request. */
  private static final long LONGEST = 7 * 86_400 * EdgeRecord.SECOND;

  private final ParseContext context;
  private final boolean classic;

  /**
   * A parser for one kind of balancer.
   *
   * @param classic true for classic load balancers, false for application load balancers
   */
  BalancerParser(ParseContext context, boolean classic) {
    this.context = context;
    this.classic = classic;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text().strip();
    if (text.isEmpty()) {
      return new ParseResult.Skipped("empty");
    }
    List<String> columns = QuotedColumns.of(text);
    if (columns.size() > 2 && columns.get(2).startsWith("[")) {
      return new ParseResult.Rejected("s3-access-log", "a line of S3's server access log");
    }
    String type = classic ? "" : columns.get(0);
    if (!classic && !isType(type)) {
      return new ParseResult.Rejected("not-the-format", "the line does not begin with a type");
    }
    List<String> values = classic ? columns : columns.subList(1, columns.size());
    return values.size() < LEAST_COLUMNS
        ? new ParseResult.Rejected("not-the-format", "only " + columns.size() + " columns")
        : event(line, type, values);
  }

  private static boolean isType(String type) {
    return switch (type) {
      case "http", "https", "h2", "grpc", "grpcs", "ws", "wss" -> true;
      default -> false;
    };
  }

  private ParseResult event(RawLine line, String type, List<String> columns) {
    if (columns.get(CLIENT).indexOf(':') < 0) {
      return new ParseResult.Rejected("not-the-format", "the client has no port");
    }
    long stamp = Timestamps.iso(columns.get(0), ZoneOffset.UTC);
    if (stamp == Timestamps.NONE) {
      return new ParseResult.Rejected(
          "bad-timestamp", "'" + EdgeRecord.cut(columns.get(0)) + "' is no time");
    }
    String logged = columns.get(STATUS);
    if (logged.equals("-") && columns.get(REQUEST).startsWith("- ")) {
      return new ParseResult.Skipped("no-http-request");
    }
    int status = EdgeRecord.status(logged);
    return status < 0
        ? new ParseResult.Rejected("bad-status", "'" + EdgeRecord.cut(logged) + "' is no status")
        : new ParseResult.Event(event(line, type, columns, stamp, status));
  }

  private EdgeEvent event(RawLine line, String type, List<String> columns, long stamp, int status) {
    long end = classic ? stamp + known(columns) : stamp;
    EdgeEvent event = EdgeRecord.of(context, line, classic ? "elb" : "alb", end, 1, status);
    times(event, stamp, columns);
    request(event, columns);
    target(event, columns);
    if (!classic) {
      application(event, columns);
    }
    if (type.startsWith("ws") || status == 101) {
      event.setDurationUs(-1);
    }
    EdgeRecord.identify(event, context, "", classic ? "" : column(columns, TRACE), "");
    return event;
  }

  private void times(EdgeEvent event, long stamp, List<String> columns) {
    boolean all =
        micros(columns, REQUEST_TIME) >= 0
            && micros(columns, TARGET_TIME) >= 0
            && micros(columns, RESPONSE_TIME) >= 0;
    long created = classic ? stamp : Timestamps.iso(column(columns, CREATED), ZoneOffset.UTC);
    boolean believed =
        created != Timestamps.NONE
            && created <= event.getTime()
            && event.getTime() - created < LONGEST;
    if (believed) {
      event.setStartTime(created);
    } else if (all) {
      event.setStartTime(stamp - known(columns));
    }
    boolean measured = classic ? all : event.getStartTime() >= 0;
    event.setDurationUs(measured ? event.getTime() - event.getStartTime() : -1);
  }

  /** The phases that were reached, in microseconds. */
  private static long known(List<String> columns) {
    return Math.max(0, micros(columns, REQUEST_TIME))
        + Math.max(0, micros(columns, TARGET_TIME))
        + Math.max(0, micros(columns, RESPONSE_TIME));
  }

  private static void request(EdgeEvent event, List<String> columns) {
    event.setClientIp(address(columns.get(CLIENT)));
    String request = columns.get(REQUEST);
    if (request.startsWith("- ")) {
      return;
    }
    event.setMethod(Requests.method(request));
    event.setPath(Requests.path(request));
    event.setHost(host(request));
  }

  /** The balancer logs absolute URLs: {@code GET https://www.example.com:443/a HTTP/1.1}. */
  private static String host(String request) {
    int from = request.indexOf("://");
    if (from < 0) {
      return "";
    }
    int end = request.indexOf('/', from + 3);
    int blank = request.indexOf(' ', from + 3);
    if (end < 0 || blank >= 0 && blank < end) {
      end = blank < 0 ? request.length() : blank;
    }
    return Requests.host(request.substring(from + 3, end));
  }

  private static void target(EdgeEvent event, List<String> columns) {
    String target = columns.get(TARGET);
    event.setOriginAddress(target.equals("-") ? "" : target);
    String status = columns.get(TARGET_STATUS);
    event.setOriginStatus(status.equals("-") ? EdgeRecord.UNANSWERED : EdgeRecord.status(status));
    // Until the request was handed to the target: a request that got so far was connected.
    event.setOriginConnectUs(micros(columns, REQUEST_TIME));
    event.setOriginHeaderUs(event.getOriginStatus() > 0 ? micros(columns, TARGET_TIME) : -1);
  }

  private static void application(EdgeEvent event, List<String> columns) {
    if (event.getHost().isEmpty()) {
      event.setHost(column(columns, DOMAIN));
    }
    event.setEdgeLocation(region(column(columns, TARGET_GROUP)));
    String reason = column(columns, ERROR_REASON);
    String actions = column(columns, ACTIONS);
    boolean ruled =
        event.getOriginStatus() == EdgeRecord.UNANSWERED
            && (actions.contains("fixed-response") || actions.contains("redirect"));
    event.setDetail(EdgeRecord.cut(reason.isEmpty() && ruled ? actions : reason));
  }

  /** Region of {@code arn:aws:elasticloadbalancing:us-east-2:account:...}. */
  private static String region(String arn) {
    String[] parts = arn.split(":", 5);
    return parts.length == 5 && parts[0].equals("arn") ? parts[3] : "";
  }

  private static String column(List<String> columns, int index) {
    String value = index < columns.size() ? columns.get(index) : "";
    return value.equals("-") ? "" : value;
  }

  /** Seconds with a fraction as microseconds; -1 when the phase was not reached. */
  private static long micros(List<String> columns, int index) {
    long micros = Timestamps.seconds(columns.get(index));
    return micros == Timestamps.NONE ? -1 : micros;
  }

  /**
   * The address of {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711} or {@code 2001:db8::1:4711}.
   */
  private static String address(String client) {
    String address = client.substring(0, client.lastIndexOf(':'));
    boolean bracketed = address.startsWith("[") && address.endsWith("]") && address.length() > 2;
    return bracketed ? address.substring(1, address.length() - 1) : address;
  }
}
