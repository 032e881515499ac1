package io.badhop.ingest.parse.varnish;

/**
 * A line of varnishlog that is no blank: the head of a transaction ({@code ** << BeReq >> 3}) or a
 * record of it ({@code -- BerespStatus 503}).
 *
 * @param head true for the head of a transaction
 * @param top true for a head that stands under no other
 * @param name kind of the transaction, or tag of the record
 * @param value number of the transaction, or value of the record
 */
record VarnishRecord(boolean head, boolean top, String name, String value) {

  /** Reads a line; null when it is none of varnishlog. */
  static VarnishRecord of(String line) {
    return switch (line.charAt(0)) {
      case '*' -> head(line);
      case '-' -> tag(line);
      default -> null;
    };
  }

  private static VarnishRecord head(String line) {
    int open = line.indexOf("<< ");
    int close = open < 0 ? -1 : line.indexOf(" >> ", open);
    if (close < 0 || open > 8) {
      return null;
    }
    return new VarnishRecord(
        true,
        line.startsWith("* "),
        line.substring(Math.min(open + 3, close), close).strip(),
        line.substring(close + 4).strip());
  }

  private static VarnishRecord tag(String line) {
    int at = 0;
    while (at < line.length() && (line.charAt(at) == '-' || Character.isDigit(line.charAt(at)))) {
      at++;
    }
    if (at > 3 || at >= line.length() || line.charAt(at) != ' ') {
      return null;
    }
    String rest = line.substring(at).strip();
    int space = rest.indexOf(' ');
    String name = space < 0 ? rest : rest.substring(0, space);
    String value = space < 0 ? "" : rest.substring(space).strip();
    return name.isEmpty() || !Character.isUpperCase(name.charAt(0))
        ? null
        : new VarnishRecord(false, false, name, value);
  }
}
