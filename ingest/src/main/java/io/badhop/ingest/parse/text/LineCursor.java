package io.badhop.ingest.parse.text;

/**
 * Reads an access line from left to right: words, values in brackets and values in quotes. What is
 * not there is the empty string.
 */
public final class LineCursor {

  private final String line;
  private int at;

  public LineCursor(String line, int from) {
    this.line = line;
    this.at = from;
  }

  /** True at the end of the line. */
  public boolean atEnd() {
    skipBlanks();
    return at >= line.length();
  }

  /** True when the next character, blanks aside, is this one. */
  public boolean next(char c) {
    skipBlanks();
    return at < line.length() && line.charAt(at) == c;
  }

  /** Up to the next blank. */
  public String word() {
    skipBlanks();
    int from = at;
    while (at < line.length() && line.charAt(at) != ' ') {
      at++;
    }
    return line.substring(from, at);
  }

  /** What stands between square brackets. */
  public String bracketed() {
    if (!next('[')) {
      return "";
    }
    int close = line.indexOf(']', at);
    int end = close < 0 ? line.length() : close;
    String value = line.substring(at + 1, end);
    at = Math.min(line.length(), end + 1);
    return value;
  }

  /** What stands between quotes, with its escapes resolved. */
  public String quoted() {
    if (!next('"')) {
      return "";
    }
    int from = at + 1;
    int end = from;
    while (end < line.length() && line.charAt(end) != '"') {
      end += line.charAt(end) == '\\' ? 2 : 1;
    }
    end = Math.min(end, line.length());
    at = Math.min(line.length(), end + 1);
    return Requests.unescape(line.substring(from, end));
  }

  /** What is left of the line. */
  public String rest() {
    skipBlanks();
    return line.substring(Math.min(at, line.length()));
  }

  private void skipBlanks() {
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
  }
}
