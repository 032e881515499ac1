package io.badhop.streams.topology;

import io.badhop.ingest.ship.EventReader;
import io.badhop.ingest.ship.LogFile;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.ingest.ship.ShippedEvent;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.replay.EventSource;
import io.badhop.streams.replay.Synthetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Logs of an incident that can be read again and again. */
record Recording(String name, Opener opener) {

  /** Opens the logs. */
  interface Opener {
    List<EventSource> open() throws IOException;
  }

  static Recording synthetic() {
    return new Recording("synthetic", Synthetic::sources);
  }

  /** A recorded incident; empty when the recordings are not beside the checkout. */
  static Optional<Recording> recorded(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path incident = at.resolve("shared").resolve("incidents").resolve(name);
      if (Files.isDirectory(incident)) {
        return Optional.of(new Recording(name, () -> logs(incident)));
      }
    }
    return Optional.empty();
  }

  /** The one made up, and three real ones where they are present. */
  static Stream<Recording> all() {
    Stream<Recording> real =
        Stream.of("mixed_login_payments", "haproxy_refused_one", "apache_refused_all")
            .flatMap(name -> recorded(name).stream());
    return Stream.concat(Stream.of(synthetic()), real);
  }

  List<EventSource> open() throws IOException {
    return opener.open();
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<EventSource> logs(Path incident) throws IOException {
    try {
      LogSet set = LogSet.open(List.of(incident), LogSetOptions.DEFAULT);
      List<EventSource> sources = new ArrayList<>();
      for (LogFile file : set.files()) {
        sources.add(new Source(set.reader(file)));
      }
      return sources;
    } catch (LogSetException e) {
      throw new IOException(incident + " cannot be opened", e);
    }
  }

  private record Source(EventReader reader) implements EventSource {

    @Override
    public String name() {
      return reader.source();
    }

    @Override
    public String site() {
      return reader.site();
    }

    @Override
    public Tier tier() {
      return reader.tier();
    }

    @Override
    public SpecificRecord next() throws IOException {
      ShippedEvent event = reader.next();
      return event == null ? null : event.event();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
