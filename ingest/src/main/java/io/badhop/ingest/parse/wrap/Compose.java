package io.badhop.ingest.parse.wrap;

/** What {@code docker compose logs} puts before a line: {@code web-1 | text}. */
final class Compose implements Wrapper {

  private static final int LONGEST_NAME = 128;

  @Override
  public String name() {
    return "compose";
  }

  @Override
  public Outcome unwrap(Envelope line) {
    byte[] bytes = line.bytes();
    int end = line.end();
    int at = line.start();
    while (at < end && at - line.start() < LONGEST_NAME && isName(bytes[at])) {
      at++;
    }
    int bar = at;
    while (bar < end && bytes[bar] == ' ') {
      bar++;
    }
    if (at == line.start() || bar == at || bar >= end || bytes[bar] != '|') {
      return Outcome.NOT_MINE;
    }
    line.instance(line.text(line.start(), at));
    boolean space = bar + 1 < end && bytes[bar + 1] == ' ';
    line.from(space ? bar + 2 : bar + 1);
    return Outcome.MINE;
  }

  static boolean isName(byte b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || b == '-'
        || b == '_'
        || b == '.';
  }
}
