package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.haproxy.HaproxyFormats.Candidate;
import io.badhop.ingest.parse.text.RepeatedText;
import io.badhop.ingest.parse.text.Timestamps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * HAProxy's log, behind syslog or not: requests in its own formats, in those of its configuration
 * and in JSON, connections, and what it says of servers. The time of a record is that of the
 * request's beginning; timers are milliseconds, -1 for a phase that was not reached.
 */
final class HaproxyParser implements LineParser {

  private static final int CLF_LENGTH = 20;

  private final HaproxyFormats formats;
  private final HaproxyEvent events;
  private final HaproxyMessages messages;
  private final HaproxyJson json;
  private final HaproxyHeader header = new HaproxyHeader();
  private final HaproxyRecord record = new HaproxyRecord();
  private final RepeatedText hosts = new RepeatedText();

  /** Lines in a row are mostly of one format. */
  private Candidate last;

  /** What is read with configurations. */
  HaproxyParser(ParseContext context, List<HaproxyConfig> configs) {
    Map<String, List<String>> captures = new HashMap<>();
    configs.forEach(config -> captures.putAll(config.captures()));
    this.formats = new HaproxyFormats(configs);
    this.events = new HaproxyEvent(context, captures);
    this.messages = new HaproxyMessages(context);
    this.json = new HaproxyJson(formats.keys());
    this.last = formats.candidates().get(0);
  }

  @Override
  public ParseResult parse(RawLine line) {
    byte[] buffer = line.buffer();
    int to = trimmed(line);
    if (to == line.start()) {
      return new ParseResult.Skipped("empty");
    }
    int from = header.read(buffer, line.start(), to);
    Candidate found =
        isRead(last, buffer, from, to) ? last : find(formats.candidates(), buffer, from, to);
    if (found == null) {
      int client = client(line, to);
      found = client <= from ? null : find(formats.builtIn(), buffer, client, to);
    }
    if (found != null) {
      return found(line, found);
    }
    return from < to && buffer[from] == '{' ? json(line, from, to) : message(line, to);
  }

  private static int trimmed(RawLine line) {
    int to = line.start() + line.length();
    while (to > line.start() && line.buffer()[to - 1] <= ' ' && line.buffer()[to - 1] >= 0) {
      to--;
    }
    return to;
  }

  private Candidate find(List<Candidate> candidates, byte[] buffer, int from, int to) {
    Candidate foreign = null;
    for (Candidate candidate : candidates) {
      if (!candidate.template().read(record, buffer, from, to)) {
        continue;
      }
      if (isOwn(candidate)) {
        last = candidate;
        return candidate;
      }
      foreign = foreign == null ? candidate : foreign;
    }
    boolean again = foreign != null && foreign.template().read(record, buffer, from, to);
    return again ? foreign : null;
  }

  private boolean isRead(Candidate candidate, byte[] buffer, int from, int to) {
    return candidate.template().read(record, buffer, from, to) && isOwn(candidate);
  }

  /** A format that fits a line is that of its frontend, as far as that is known. */
  private boolean isOwn(Candidate candidate) {
    return candidate.frontends().isEmpty() || candidate.isOf(HaproxyEvent.frontend(record));
  }

  private ParseResult found(RawLine line, Candidate candidate) {
    long start = events.times().start(record);
    if (start != Timestamps.NONE) {
      messages.stamps().saw(start);
    }
    if (candidate.error()) {
      return new ParseResult.Skipped("connection-error");
    }
    if (!candidate.template().isHttp()) {
      return start == Timestamps.NONE
          ? new ParseResult.Rejected("bad-timestamp", "no time among those of the log-format")
          : new ParseResult.Skipped("tcp-session");
    }
    for (HaproxyTemplate data : formats.structuredData()) {
      if (header.dataTo() > header.dataFrom()) {
        data.add(record, line.buffer(), header.dataFrom(), header.dataTo());
      }
    }
    return event(line);
  }

  private ParseResult event(RawLine line) {
    String host = hosts.of(line.buffer(), header.hostFrom(), header.hostTo());
    long stamp = record.names(HaproxyField.REQUESTED) ? Timestamps.NONE : stamp(line);
    return events.event(line, record, host, stamp);
  }

  private long stamp(RawLine line) {
    return messages.stamps().read(line.buffer(), header);
  }

  private ParseResult json(RawLine line, int from, int to) {
    String wrong = json.read(line, from, to, record);
    if (wrong != null) {
      return new ParseResult.Rejected("not-the-format", wrong);
    }
    if (!record.names(HaproxyField.STATUS)) {
      return new ParseResult.Skipped("tcp-session");
    }
    long start = events.times().start(record);
    if (start != Timestamps.NONE) {
      messages.stamps().saw(start);
    }
    return event(line);
  }

  /** A line with the date of a record is one that is broken or of a format that is not known. */
  private ParseResult message(RawLine line, int to) {
    return client(line, to) < 0
        ? messages.read(line, header)
        : new ParseResult.Rejected(
            "not-the-format",
            "the line has none of HAProxy's formats or those of its configuration");
  }

  /**
   * Where a client's address begins that is followed by {@code [22/Nov/2026:06:00:26}, with
   * whatever stands before it; -1 when there is none.
   */
  private static int client(RawLine line, int to) {
    byte[] buffer = line.buffer();
    for (int i = line.start() + 1; i + CLF_LENGTH < to; i++) {
      boolean date =
          buffer[i] == '['
              && buffer[i - 1] == ' '
              && buffer[i + 3] == '/'
              && buffer[i + 7] == '/'
              && buffer[i + 12] == ':';
      if (date) {
        int from = i - 1;
        while (from > line.start() && buffer[from - 1] != ' ') {
          from--;
        }
        return from;
      }
    }
    return -1;
  }
}
