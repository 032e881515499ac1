package io.badhop.cli.run;

import io.badhop.cli.config.KafkaSettings;
import io.badhop.cli.config.RegistrySettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.demo.Recordings;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.Phase;
import io.badhop.streams.topology.TickRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** The bundled recordings through all parts on an embedded broker, to their end. */
final class RecordedRun {

  private RecordedRun() {}

  /**
   * What was concluded of an incident. Two runs of one recording make their ticks at other places,
   * so what is known at each step may differ, and this may not.
   */
  record Conclusion(
      String site,
      String incidentId,
      long openedMs,
      long resolvedMs,
      FaultDomain faultDomain,
      Cause cause,
      Key key,
      long failed,
      long total) {

    private static Conclusion of(List<Escalation> life) {
      Escalation first = life.get(0);
      Escalation last = life.get(life.size() - 1);
      return new Conclusion(
          last.getSite(),
          last.getIncidentId(),
          first.getEventTimeMs(),
          last.getPhase() == Phase.RESOLVED ? last.getEventTimeMs() : -1,
          last.getFaultDomain(),
          last.getCause(),
          last.getKey(),
          last.getFailed(),
          last.getTotal());
    }
  }

  /** What is done with it besides. */
  interface Step {
    void on(Running running) throws IOException;
  }

  /**
   * Works the recordings off.
   *
   * @param meanwhile done once all parts are at work
   * @param folder for everything that is written
   * @return what was concluded, by incident
   */
  static Collection<Conclusion> conclusions(Path folder, RegistrySettings registry, Step meanwhile)
      throws IOException {
    return conclusions(folder, registry, meanwhile, running -> {});
  }

  /** The same with a step once all is worked off. */
  static Collection<Conclusion> conclusions(
      Path folder, RegistrySettings registry, Step meanwhile, Step afterwards) throws IOException {
    Settings settings =
        Settings.DEFAULT
            .withData(folder.resolve("data"))
            .withKafka(KafkaSettings.DEFAULT)
            .withRegistry(registry);
    List<ShippingPart> shipping = new ArrayList<>();
    List<Recordings.Site> sites = Recordings.unpack(folder.resolve("logs"));
    try (Running running =
        Running.start(
            settings,
            step -> {},
            (cluster, onFailure) -> {
              List<Part> parts = new ArrayList<>();
              parts.add(new StreamsPart(cluster, TickRules.DEFAULT, onFailure));
              for (Recordings.Site site : sites) {
                shipping.add(
                    new ShippingPart(
                        site.site(), () -> Shipping.recording(cluster, logs(site), 0), onFailure));
              }
              parts.addAll(shipping);
              return parts;
            })) {
      meanwhile.on(running);
      await(running, shipping);
      afterwards.on(running);
      return read(running.cluster());
    }
  }

  private static void await(Running running, List<ShippingPart> shipping) {
    String application = running.cluster().settings().streams().applicationId();
    try (Backlog backlog =
        new Backlog(running.cluster(), List.of(application + "-keeper", application))) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () ->
                  running.await(Duration.ZERO)
                      || (shipping.stream().allMatch(ShippingPart::ended)
                          && backlog.workedOff(System.nanoTime())));
    }
  }

  /** What was concluded so far. */
  static Collection<Conclusion> read(Cluster cluster) {
    Map<String, List<Escalation>> lives = new TreeMap<>();
    TopicReader.readAll(
        cluster.topics().escalations(),
        cluster.consumer(),
        record ->
            lives
                .computeIfAbsent(record.value().getIncidentId(), id -> new ArrayList<>())
                .add(record.value()));
    return lives.values().stream().map(Conclusion::of).toList();
  }

  private static LogSet logs(Recordings.Site site) {
    try {
      return LogSet.open(List.of(site.folder()), LogSetOptions.DEFAULT.at(site.site(), ""));
    } catch (LogSetException e) {
      throw new RunException(e.getMessage(), e);
    }
  }
}
