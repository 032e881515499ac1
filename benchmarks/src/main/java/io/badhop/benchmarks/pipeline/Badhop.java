package io.badhop.benchmarks.pipeline;

import io.badhop.streams.topology.StreamsApp;
import io.badhop.streams.topology.StreamsAppConfig;
import java.io.IOException;
import java.util.Map;

/**
 * badhop's analysis as `badhop streams` runs it: both stages, exactly once. The ticks are in the
 * log, so it has no keeper.
 */
final class Badhop {
  private Badhop() {}

  /** Runs until standard input ends. */
  public static void main(String[] args) throws IOException {
    Terms terms = Terms.of(args);
    Map<String, Object> kafka = Map.of("bootstrap.servers", terms.bootstrap());
    StreamsAppConfig config =
        StreamsAppConfig.of(terms.run(), kafka, terms.folder())
            .withInstanceId("only")
            .withThreads(terms.threads())
            .withoutKeeper();
    try (StreamsApp app =
        new StreamsApp(config, terms.events(), terms.results(), new Ready()::state)) {
      app.start();
      Terms.awaitEnd();
      if (app.counters().threadsReplaced() + app.counters().undecodableRecords() > 0) {
        throw new IllegalStateException("a thread failed, or a record could not be read");
      }
    }
  }

  /** Says once that the instance runs. */
  private static final class Ready {
    private boolean said;

    synchronized void state(StreamsApp.State state) {
      if (state == StreamsApp.State.RUNNING && !said) {
        said = true;
        Terms.ready();
      }
    }
  }
}
