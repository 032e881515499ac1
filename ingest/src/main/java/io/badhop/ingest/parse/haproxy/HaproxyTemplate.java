package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.haproxy.HaproxyField.Form;
import java.util.ArrayList;
import java.util.List;

/** A log-format compiled to a scanner: variables and the text behind each. */
final class HaproxyTemplate {

  /**
   * A variable.
   *
   * @param field what an event takes from it; null for nothing
   * @param form how its value is written
   * @param inQuotes whether the text before it opens a quote
   * @param quoted whether it is written in quotes of its own
   * @param after text behind it
   * @param quoteAfter the same behind a closing quote
   */
  record Step(
      HaproxyField field,
      Form form,
      boolean inQuotes,
      boolean quoted,
      byte[] after,
      byte[] quoteAfter) {

    boolean isRequest() {
      return field == HaproxyField.REQUEST
          || field == HaproxyField.URI
          || field == HaproxyField.PATH;
    }
  }

  private static final int CUT = -2;

  private final byte[] before;
  private final Step[] steps;
  private final boolean escaped;
  private final boolean http;

  /**
   * A template.
   *
   * @param before text before the first variable
   * @param escaped whether values may have backslashes in them
   */
  HaproxyTemplate(byte[] before, List<Step> steps, boolean escaped) {
    this.before = before;
    this.steps = new ArrayList<>(steps).toArray(new Step[0]);
    this.escaped = escaped;
    this.http =
        steps.stream().anyMatch(step -> step.field() == HaproxyField.STATUS || step.isRequest());
  }

  /** Whether its records are of requests, not of connections. */
  boolean isHttp() {
    return http;
  }

  /** Number of variables: a format that names more tells more. */
  int size() {
    return steps.length;
  }

  /**
   * Reads a part of a line.
   *
   * @param record gets the values
   * @return false when it does not have this form
   */
  boolean read(HaproxyRecord record, byte[] buffer, int from, int to) {
    record.clear(buffer);
    int end = add(record, buffer, from, to);
    return end == to;
  }

  /**
   * Like {@link #read}, with the values before kept and more behind it allowed.
   *
   * @return index behind what it read; -1 when it does not have this form
   */
  int add(HaproxyRecord record, byte[] buffer, int from, int to) {
    int at = HaproxyText.behind(buffer, from, from, to, before);
    for (int i = 0; i < steps.length && at >= 0; i++) {
      at = read(steps[i], record, buffer, from, at, to);
      if (escaped && steps[i].field() != null) {
        record.escaped(steps[i].field());
      }
    }
    return at == CUT ? to : at;
  }

  /** Reads one value with the text behind it and gives the index behind that. */
  private static int read(
      Step step, HaproxyRecord record, byte[] buffer, int start, int at, int to) {
    if (step.form() == Form.NUMBER && !step.inQuotes()) {
      int end = number(step, record, buffer, at, to);
      return end < 0 ? -1 : HaproxyText.behind(buffer, start, end, to, step.after());
    }
    boolean own = step.quoted() && opens(step, buffer, at, to);
    int from = own ? at + 1 : at;
    int end =
        own
            ? HaproxyText.quoteEnd(buffer, from, to, step.quoteAfter())
            : HaproxyText.end(step, buffer, from, to);
    if (end < 0) {
      // A syslog daemon cut the line off within the request.
      boolean cut = step.isRequest() && (own || step.inQuotes());
      if (cut) {
        record.set(step.field(), from, to);
      }
      return cut ? CUT : -1;
    }
    if (step.field() != null) {
      keep(step, record, buffer, from, end);
    }
    return HaproxyText.behind(buffer, start, end, to, own ? step.quoteAfter() : step.after());
  }

  /** Reads a number while it looks for its end. */
  private static int number(Step step, HaproxyRecord record, byte[] buffer, int from, int to) {
    int at = from;
    boolean dash = at < to && buffer[at] == '-';
    at += dash || at < to && buffer[at] == '+' ? 1 : 0;
    int digits = at;
    long number = 0;
    while (at < to && buffer[at] >= '0' && buffer[at] <= '9') {
      number = number * 10 + (buffer[at++] - '0');
    }
    if (at == digits && !dash) {
      return -1;
    }
    if (step.field() != null) {
      boolean known = !dash && at - digits <= HaproxyNumbers.LONGEST;
      record.set(step.field(), from, at);
      record.number(step.field(), known ? number : -1);
    }
    return at;
  }

  /** Captures may be missing with their quotes, so that the next quote is another value's. */
  private static boolean opens(Step step, byte[] buffer, int at, int to) {
    return at < to
        && buffer[at] == '"'
        && (step.form() != Form.BLOCK || at + 1 < to && buffer[at + 1] == '{');
  }

  private static void keep(Step step, HaproxyRecord record, byte[] buffer, int from, int end) {
    record.set(step.field(), from, end);
    if (step.form() == Form.NUMBER) {
      record.number(step.field(), HaproxyNumbers.read(buffer, from, end));
    }
  }
}
