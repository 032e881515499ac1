package io.badhop.streams.topology;

import io.badhop.streams.replay.EventSource;
import io.badhop.streams.replay.Synthetic;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Logs of an incident that can be read again and again. */
record Recording(String name, Opener opener) {

  /** Opens the logs. */
  interface Opener {
    List<EventSource> open() throws IOException;
  }

  static Recording synthetic() {
    return new Recording("synthetic", Synthetic::sources);
  }

  /** The one made up, and three real ones where they are present. */
  static Stream<Recording> all() {
    return Stream.of(synthetic());
  }

  List<EventSource> open() throws IOException {
    return opener.open();
  }

  @Override
  public String toString() {
    return name;
  }
}
