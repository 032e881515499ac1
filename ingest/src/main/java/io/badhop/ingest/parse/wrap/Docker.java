package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.text.JsonFields;
import java.util.Set;

/** Docker's json-file driver. A piece of a long line lacks the line end within {@code log}. */
final class Docker implements Wrapper {

  private static final Set<String> NAMES = Set.of("log", "stream", "time");
  private static final int PIECE = 16 * 1024;

  private final JsonFields fields = new JsonFields();
  private boolean lineEnds;

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Outcome unwrap(Envelope line) {
    JsonFields json = line.json(fields);
    if (json == null || !json.has("log") || !isDocker(json)) {
      return Outcome.NOT_MINE;
    }
    String text = json.get("log");
    boolean ended = text.endsWith("\n");
    lineEnds |= ended;
    line.stamp(json.get("time"));
    line.stream(json.get("stream"));
    line.inner(ended ? text.substring(0, text.length() - 1) : text);
    // Shippers that copy these fields cut all line ends off; their lines are whole.
    boolean piece = !ended && (lineEnds || text.length() >= PIECE);
    return piece ? Outcome.PARTIAL : Outcome.MINE;
  }

  private static boolean isDocker(JsonFields json) {
    for (String name : json.values().keySet()) {
      if (!NAMES.contains(name) && !name.startsWith("attrs.")) {
        return false;
      }
    }
    return true;
  }
}
