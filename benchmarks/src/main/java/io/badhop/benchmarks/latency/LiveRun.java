package io.badhop.benchmarks.latency;

import io.badhop.benchmarks.BrokerProcess;
import io.badhop.cli.Main;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.topology.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** One run of the plan through the whole pipeline, each part in a process of its own. */
final class LiveRun {

  private static final int PARTITIONS = 4;
  private static final int DECIDING = 3;

  /** How long what was written is waited for when the machine does not keep up. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path folder;
  private final Plan plan;
  private final Topics topics;

  LiveRun(Path folder, Plan plan) {
    this.folder = folder;
    this.plan = plan;
    this.topics =
        new Topics(
            new AvroSerdes(new InProcessRegistry(folder.resolve("schemas.json"))),
            Topics.DEFAULT_PREFIX,
            PARTITIONS,
            1);
  }

  List<Sample> run() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
      String bootstrap = broker.bootstrapServers();
      TopicSetup.ensure(Map.of("bootstrap.servers", bootstrap), topics, (short) 1);
      List<String> config = List.of("--config", configure(bootstrap, logs).toString());
      List<EscalationListener.Opening> openings;
      try (EscalationListener listener = new EscalationListener(bootstrap, topics.escalations());
          JavaProcess streams = badhop("streams", config);
          JavaProcess ingest = badhop("ingest", config)) {
        write(logs, streams, ingest);
        openings = listener.await(Plan.SITES.size() * plan.rounds(), PATIENCE);
      }
      return samples(bootstrap, FailingLine.read(logs.resolve("notes.csv")), openings);
    }
  }

  private JavaProcess badhop(String command, List<String> config) throws IOException {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(config);
    return JavaProcess.start(folder.resolve(command + ".out"), Main.class.getName(), args);
  }

  private void write(Path logs, JavaProcess streams, JavaProcess ingest)
      throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of(logs.toString()));
    args.addAll(plan.args());
    Path out = folder.resolve("traffic.out");
    Duration length = Duration.ofMillis(plan.lengthUs() / 1000);
    try (JavaProcess traffic = JavaProcess.start(out, LiveTraffic.class.getName(), args)) {
      traffic.await(length.multipliedBy(2));
      System.out.printf(
          Locale.ROOT,
          "traffic: %s, processor seconds in %d s: ingest %.1f, streams %.1f%n",
          Files.readString(out).strip(),
          length.toSeconds(),
          ingest.processorSeconds(),
          streams.processorSeconds());
    }
    streams.requireAlive();
    ingest.requireAlive();
  }

  private Path configure(String bootstrap, Path logs) throws IOException {
    StringJoiner sites = new StringJoiner("\n");
    StringJoiner sources = new StringJoiner("\n");
    StringBuilder nginx =
        new StringBuilder("http {\n")
            .append(
                "map $http_x_request_id $rid { default $http_x_request_id; \"\" $request_id; }\n")
            .append("log_format live ")
            .append(plan.millis() ? SiteLogs.MILLIS : SiteLogs.SECONDS)
            .append(";\n");
    for (String site : Plan.SITES) {
      sites.add("  " + site + ": {hosts: [" + site + "]}");
      sources.add("    - {files: '" + logs.resolve(site) + "/*', host: " + site + "}");
      nginx.append("access_log ").append(logs.resolve(site).resolve("access.log live;\n"));
    }
    Path conf = Files.writeString(folder.resolve("nginx.conf"), nginx.append("}\n"));
    return Files.writeString(
        folder.resolve("badhop.yml"),
        """
        data: data
        kafka: {bootstrap.servers: "%s"}
        registry: {file: schemas.json}
        sites:
        %s
        ingest:
          nginx: %s
          sources:
        %s
        """
            .formatted(bootstrap, sites, conf, sources));
  }

  private List<Sample> samples(
      String bootstrap, List<FailingLine> lines, List<EscalationListener.Opening> openings) {
    Set<String> ids = lines.stream().map(FailingLine::requestId).collect(Collectors.toSet());
    TopicTimes times = new TopicTimes(bootstrap, topics, ids);
    List<Sample> samples = new ArrayList<>();
    for (String site : Plan.SITES) {
      for (int i = 0; i < plan.rounds(); i++) {
        int round = i;
        List<FailingLine> failure =
            lines.stream()
                .filter(line -> line.site().equals(site) && line.round() == round)
                .toList();
        EscalationListener.Opening opening =
            openingOf(failure, openings)
                .orElseThrow(
                    () -> new IllegalStateException("no escalation of " + site + " " + round));
        samples.add(sample(site, failure, opening, times));
      }
    }
    if (samples.size() != openings.size()) {
      throw new IllegalStateException(
          openings.size() + " incidents for " + samples.size() + " failures");
    }
    return samples;
  }

  /** The first one of the site that was decided after the failure began and before the next did. */
  private static Optional<EscalationListener.Opening> openingOf(
      List<FailingLine> failure, List<EscalationListener.Opening> openings) {
    FailingLine first = failure.get(0);
    long begin = first.writtenUs() / 1000 - 1000;
    return openings.stream()
        .filter(opening -> opening.escalation().getSite().equals(first.site()))
        .filter(opening -> opening.escalation().getEventTimeMs() > begin)
        .filter(opening -> opening.escalation().getEventTimeMs() < begin + Plan.PERIOD_US / 1000)
        .findFirst();
  }

  private static Sample sample(
      String site,
      List<FailingLine> failure,
      EscalationListener.Opening opening,
      TopicTimes times) {
    FailingLine third = failure.get(DECIDING - 1);
    long bucketEnd = opening.escalation().getEventTimeMs();
    long tick = times.tickPast(site, bucketEnd * 1000);
    return new Sample(
        failure.get(0).writtenUs() / 1000.0,
        third.writtenUs() / 1000.0,
        bucketEnd,
        times.event(third.requestId()),
        times.tick(tick),
        times.summary(tick),
        opening.appendedMs(),
        opening.readMs(),
        (int) failure.stream().filter(line -> line.writtenUs() < bucketEnd * 1000).count());
  }
}
