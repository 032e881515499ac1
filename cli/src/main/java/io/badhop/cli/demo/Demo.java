package io.badhop.cli.demo;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.AlertingPart;
import io.badhop.cli.run.Backlog;
import io.badhop.cli.run.Cluster;
import io.badhop.cli.run.Part;
import io.badhop.cli.run.Routes;
import io.badhop.cli.run.RunException;
import io.badhop.cli.run.Running;
import io.badhop.cli.run.Shipping;
import io.badhop.cli.run.ShippingPart;
import io.badhop.cli.run.StreamsPart;
import io.badhop.cli.run.TopicReader;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.schemas.event.Escalation;
import io.badhop.streams.topology.TickRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The whole pipeline on a broker of its own in a temporary folder, fed from the bundled recordings.
 */
public final class Demo implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration FOREVER = Duration.ofDays(1);

  private final Consumer<String> say;
  private final Path folder;
  private final List<ShippingPart> shipping = new ArrayList<>();
  private final double speed;
  private Running running;

  private Demo(Path folder, double speed, Consumer<String> say) {
    this.folder = folder;
    this.speed = speed;
    this.say = say;
  }

  /**
   * Starts everything.
   *
   * @param speed recorded seconds a second; 0 for as fast as can be
   * @param console who is told of escalations as they happen
   * @param say told what is going on, a line for each step
   * @throws IOException when the temporary folder cannot be written
   */
  public static Demo start(double speed, Routes.Line console, Consumer<String> say)
      throws IOException {
    Demo demo = new Demo(Files.createTempDirectory("badhop-demo"), speed, say);
    try {
      demo.open(console);
      return demo;
    } catch (IOException | RuntimeException e) {
      demo.close();
      throw e;
    }
  }

  private void open(Routes.Line console) throws IOException {
    List<Recordings.Site> sites = Recordings.unpack(folder.resolve("logs"));
    Settings settings = Settings.DEFAULT.withData(folder.resolve("data"));
    running =
        Running.start(
            settings, say, (cluster, onFailure) -> parts(cluster, sites, console, onFailure));
    String pace =
        speed == 0
            ? "as fast as can be"
            : "at "
                + (speed == Math.rint(speed) ? Long.toString((long) speed) : Double.toString(speed))
                + " times the speed at which they happened";
    say.accept(
        "a recorded minute of two sites is on its way through the topics, side by side, " + pace);
  }

  private List<Part> parts(
      Cluster cluster,
      List<Recordings.Site> sites,
      Routes.Line console,
      Consumer<String> onFailure) {
    List<Part> parts = new ArrayList<>();
    parts.add(new StreamsPart(cluster, TickRules.DEFAULT, onFailure));
    parts.add(new AlertingPart(cluster, List.of(console), onFailure));
    for (Recordings.Site site : sites) {
      LogSet logs = logs(site);
      shipping.add(
          new ShippingPart(
              "logs of site " + site.site(),
              () -> Shipping.recording(cluster, logs, speed),
              onFailure));
    }
    parts.addAll(shipping);
    return parts;
  }

  private static LogSet logs(Recordings.Site site) {
    try {
      return LogSet.open(List.of(site.folder()), LogSetOptions.DEFAULT.at(site.site(), ""));
    } catch (LogSetException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /**
   * Waits until all that was recorded is analysed and told.
   *
   * @return false when the user ended it before
   */
  public boolean awaitWorkedOff() {
    while (!shipping.stream().allMatch(ShippingPart::ended)) {
      if (running.await(LOOK)) {
        return false;
      }
    }
    long events = shipping.stream().mapToLong(part -> part.counters().events()).sum();
    say.accept(events + " events are on the topics; waiting for the analysis to finish with them");
    String application = running.cluster().settings().streams().applicationId();
    List<String> groups =
        List.of(application + "-keeper", application, AlertingPart.group("console"));
    try (Backlog backlog = new Backlog(running.cluster(), groups)) {
      while (!backlog.workedOff(System.nanoTime())) {
        if (running.await(LOOK)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Waits until the user ends it. */
  public void awaitStop() {
    boolean over = false;
    while (!over) {
      over = running.await(FOREVER);
    }
  }

  /** Everything that was published, in order. */
  public List<Escalation> escalations() {
    List<Escalation> all = new ArrayList<>();
    TopicReader.readAll(
        running.cluster().topics().escalations(),
        running.cluster().consumer(),
        record -> all.add(record.value()));
    return all;
  }

  /** Address of the broker. */
  public String bootstrapServers() {
    return running.cluster().settings().kafka().bootstrapServers();
  }

  /** Address of the schema registry that knows the topics' schemas. */
  public String registryUrl() {
    return running.cluster().registryUrl().orElseThrow();
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
    TemporaryFolder.delete(folder);
  }
}
