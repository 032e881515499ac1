package io.badhop.ingest.parse.wrap;

/** {@code docker logs --timestamps}: nine digits of a second and Z before each line. */
final class Stamped implements Wrapper {

  private static final String STAMP = "9999-99-99T99:99:99.999999999Z ";

  @Override
  public String name() {
    return "stamp";
  }

  @Override
  public Outcome unwrap(Envelope line) {
    if (!Stamps.matches(line.bytes(), line.start(), line.end(), STAMP)) {
      return Outcome.NOT_MINE;
    }
    int behind = line.start() + STAMP.length();
    line.stamp(line.text(line.start(), behind - 1));
    line.from(behind);
    return Outcome.MINE;
  }
}
