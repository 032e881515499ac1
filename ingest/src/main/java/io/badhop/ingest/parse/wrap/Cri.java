package io.badhop.ingest.parse.wrap;

/** The container runtimes of Kubernetes: {@code 2026-11-22T06:00:00.1Z stdout F text}. */
final class Cri implements Wrapper {

  private static final int STREAM = 6;

  @Override
  public String name() {
    return "cri";
  }

  @Override
  public Outcome unwrap(Envelope line) {
    byte[] bytes = line.bytes();
    int end = line.end();
    int stamp = Stamps.isoEnd(bytes, line.start(), end);
    boolean streamed =
        Stamps.matches(bytes, stamp, end, " stdout ")
            || Stamps.matches(bytes, stamp, end, " stderr ");
    int tag = stamp + STREAM + 2;
    boolean tagged = streamed && tag < end && (bytes[tag] == 'F' || bytes[tag] == 'P');
    if (!tagged) {
      return Outcome.NOT_MINE;
    }
    // Further tags may follow behind colons.
    int at = tag + 1;
    while (at < end && bytes[at] != ' ') {
      at++;
    }
    if (at > tag + 1 && bytes[tag + 1] != ':') {
      return Outcome.NOT_MINE;
    }
    boolean partial = bytes[tag] == 'P';
    line.stamp(line.text(line.start(), stamp));
    line.stream(bytes[stamp + 4] == 'o' ? "stdout" : "stderr");
    line.from(Math.min(end, at + 1));
    return partial ? Outcome.PARTIAL : Outcome.MINE;
  }
}
