package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.text.LineText;
import io.badhop.ingest.parse.text.RepeatedText;
import io.badhop.schemas.event.Attempt;

/**
 * The attempts of a request. nginx writes a list into each upstream variable: attempts in one group
 * are joined by {@code ", "}, groups after an internal redirect by {@code " : "}.
 */
final class NginxTries {

  private static final int MAX_ATTEMPTS = 32;
  private static final int MAX_STATUS = 999;

  /** A list, read from its beginning. */
  private static final class Cursor {
    private CharSequence list = "";
    private int from;
    private int to;
    private int next;

    void of(CharSequence values) {
      list = values;
      next = 0;
    }

    /** Goes to the next value; to an empty one behind the last. */
    void next() {
      int end = next;
      while (end < list.length() && separator(end) == 0) {
        end++;
      }
      from = next;
      to = end;
      next = Math.min(list.length(), end + separator(end));
      while (from < to && list.charAt(from) <= ' ') {
        from++;
      }
      while (to > from && list.charAt(to - 1) <= ' ') {
        to--;
      }
    }

    boolean atEnd() {
      return next >= list.length();
    }

    /** Length of a separator at an index; 0 when none begins there. */
    private int separator(int at) {
      if (at + 1 < list.length() && list.charAt(at) == ',' && list.charAt(at + 1) == ' ') {
        return 2;
      }
      boolean group =
          at + 2 < list.length()
              && list.charAt(at) == ' '
              && list.charAt(at + 1) == ':'
              && list.charAt(at + 2) == ' ';
      return group ? 3 : 0;
    }

    boolean isDash() {
      return to - from == 1 && list.charAt(from) == '-';
    }
  }

  private final RepeatedText strings;
  private final LineText value = new LineText();
  private final Cursor address = new Cursor();
  private final Cursor status = new Cursor();
  private final Cursor connect = new Cursor();
  private final Cursor header = new Cursor();
  private final Cursor response = new Cursor();
  private final Cursor bytes = new Cursor();

  NginxTries(RepeatedText strings) {
    this.strings = strings;
  }

  /** Begins with the attempts of a line; gives their number, which is bounded. */
  int read(NginxValues fields, CharSequence addresses) {
    int count = 0;
    address.of(addresses);
    while (!address.atEnd() && count < MAX_ATTEMPTS) {
      address.next();
      count++;
    }
    address.of(addresses);
    status.of(fields.raw(NginxField.UPSTREAM_STATUS));
    connect.of(fields.look(NginxField.CONNECT_TIME));
    header.of(fields.look(NginxField.HEADER_TIME));
    response.of(fields.look(NginxField.RESPONSE_TIME));
    bytes.of(fields.look(NginxField.UPSTREAM_BYTES));
    return count;
  }

  /** The next attempt, its pool unknown; null for a group that ended without choosing a server. */
  Attempt next() {
    address.next();
    status.next();
    connect.next();
    header.next();
    response.next();
    bytes.next();
    if (address.from == address.to && status.from == status.to) {
      return null;
    }
    // Its constructor boxes every number.
    Attempt attempt = new Attempt();
    attempt.setAddress(LineText.shared(address.list, address.from, address.to, strings));
    attempt.setPool("");
    attempt.setStatus(status());
    attempt.setConnectUs(NginxValues.microsOf(value(connect)));
    attempt.setHeaderUs(NginxValues.microsOf(value(header)));
    attempt.setResponseUs(NginxValues.microsOf(value(response)));
    attempt.setBytesReceived(NginxValues.numberOf(value(bytes)));
    return attempt;
  }

  /** A dash says that no response came; nothing at all that the log does not tell. */
  private int status() {
    long number = status.isDash() ? 0 : NginxValues.numberOf(value(status));
    return number > MAX_STATUS ? -1 : (int) number;
  }

  private CharSequence value(Cursor cursor) {
    return cursor.list instanceof LineText line
        ? value.of(line, cursor.from, cursor.to)
        : cursor.list.subSequence(cursor.from, cursor.to);
  }
}
