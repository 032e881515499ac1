package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.text.Timestamps;
import java.time.ZoneId;

/**
 * Beginning of a line of Rails: Ruby's logger writes {@code I, [2026-11-22T06:04:36.123456 #12]
 * INFO -- : }, tags stand in brackets behind it; each may be missing.
 *
 * @param time microseconds since the epoch; {@link Timestamps#NONE} when the line has none
 * @param resolution of the time in microseconds
 * @param process what tells requests apart that carry no tag: the process, or nothing
 * @param level in upper case; empty when not logged
 * @param tag first tag that can be an ID; empty when there is none
 * @param message what stands behind
 */
record RailsHead(
    long time, int resolution, String process, String level, String tag, String message) {

  private static final int SEVERITY = 4;
  private static final int SHORTEST_TAG = 16;
  private static final int LONGEST_TAG = 128;
  private static final String BEHIND = " -- ";

  static RailsHead of(String text, ZoneId zone) {
    int close = text.startsWith(", [", 1) ? text.indexOf(']') : -1;
    int behind = close < 0 ? -1 : text.indexOf(BEHIND, close);
    int colon = behind < 0 ? -1 : text.indexOf(": ", behind);
    if (colon < 0) {
      return bare(text, zone);
    }
    String stamp = text.substring(SEVERITY, close);
    int pid = stamp.indexOf('#');
    long time = Timestamps.iso(pid < 0 ? stamp : stamp.substring(0, pid).strip(), zone);
    String level = text.substring(close + 1, behind).strip();
    String process = pid < 0 ? "" : stamp.substring(pid);
    return tagged(time, resolution(stamp), process, level, text.substring(colon + 2));
  }

  /** A shipper's ISO time, or nothing before the message. */
  private static RailsHead bare(String text, ZoneId zone) {
    int blank = text.indexOf(' ');
    long time = blank < 19 ? Timestamps.NONE : Timestamps.iso(text.substring(0, blank), zone);
    return time == Timestamps.NONE
        ? tagged(time, AppRecords.SECOND, "", "", text)
        : tagged(time, resolution(text.substring(0, blank)), "", "", text.substring(blank + 1));
  }

  private static int resolution(String stamp) {
    return stamp.indexOf('.') > 0 ? 1_000 : AppRecords.SECOND;
  }

  private static RailsHead tagged(
      long time, int resolution, String process, String level, String text) {
    String tag = "";
    int at = 0;
    while (text.startsWith("[", at)) {
      int close = text.indexOf("] ", at);
      if (close < 0) {
        break;
      }
      String found = text.substring(at + 1, close);
      tag = tag.isEmpty() && isId(found) ? found : tag;
      at = close + 2;
    }
    return new RailsHead(time, resolution, process, level, tag, text.substring(at));
  }

  /** Tags may also be a host, an address or a process. */
  private static boolean isId(String tag) {
    if (tag.length() < SHORTEST_TAG || tag.length() > LONGEST_TAG) {
      return false;
    }
    boolean digit = false;
    for (int i = 0; i < tag.length(); i++) {
      char c = tag.charAt(i);
      digit |= c >= '0' && c <= '9';
      if (!Character.isLetterOrDigit(c) && c != '-' && c != '_') {
        return false;
      }
    }
    return digit;
  }
}
