package io.badhop.cli.config;

import io.badhop.ingest.parse.RequestIds;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Severity;
import io.badhop.streams.detect.DetectConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * Everything that can be configured. Where a key is left out, {@link #DEFAULT} holds, and that
 * works on a laptop.
 *
 * @param data folder for what must survive a restart: the embedded broker's log, schema numbers,
 *     positions in files
 * @param embedded the broker that is used when {@code kafka} names none
 * @param kafka settings of Kafka clients under their own names
 * @param topics names and sizes of the topics
 * @param registry where schemas get their numbers
 * @param sites groups of hosts that share proxies and applications, by name
 * @param ingest what logs to read
 * @param streams how the analysis runs
 * @param detect when failures become an incident
 * @param alerting who is told
 */
public record Settings(
    Path data,
    Embedded embedded,
    KafkaSettings kafka,
    TopicNames topics,
    Registry registry,
    Map<String, Site> sites,
    Ingest ingest,
    Streams streams,
    DetectConfig detect,
    Alerting alerting) {

  /** Embedded broker, one site, no sources, nobody told but the terminal. */
  public static final Settings DEFAULT =
      new Settings(
          Path.of("badhop-data"),
          Embedded.DEFAULT,
          KafkaSettings.DEFAULT,
          TopicNames.DEFAULT,
          Registry.DEFAULT,
          Map.of(),
          Ingest.DEFAULT,
          Streams.DEFAULT,
          DetectConfig.DEFAULT,
          Alerting.DEFAULT);

  public Settings {
    sites = Map.copyOf(sites);
  }

  /** The same with another data folder. */
  public Settings withData(Path folder) {
    return new Settings(
        folder, embedded, kafka, topics, registry, sites, ingest, streams, detect, alerting);
  }

  /** The same with other Kafka clients. */
  public Settings withKafka(KafkaSettings clients) {
    return new Settings(
        data, embedded, clients, topics, registry, sites, ingest, streams, detect, alerting);
  }

  /** The same with other thresholds. */
  public Settings withDetect(DetectConfig rules) {
    return new Settings(
        data, embedded, kafka, topics, registry, sites, ingest, streams, rules, alerting);
  }

  /** File that keeps the numbers of schemas. */
  public Path registryFile() {
    return registry.file() == null ? data.resolve("schemas.json") : registry.file();
  }

  /** Folder that keeps the positions in log files. */
  public Path checkpoints() {
    return ingest.checkpoints() == null ? data.resolve("checkpoints") : ingest.checkpoints();
  }

  /** Folder for the working state of Kafka Streams. */
  public Path state() {
    return streams.state() == null ? data.resolve("streams") : streams.state();
  }

  /**
   * The site of a source: as it says itself, else the site that lists its host, else {@code
   * default}.
   */
  public String siteOf(Source source) {
    if (!source.site().isEmpty()) {
      return source.site();
    }
    return sites.entrySet().stream()
        .filter(site -> !source.host().isEmpty() && site.getValue().hosts().contains(source.host()))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .orElse("default");
  }

  /** How a site's request IDs are chosen. */
  public RequestIds requestIds(String site) {
    return new RequestIds(sites.getOrDefault(site, Site.DEFAULT).keyOrder());
  }

  /**
   * The broker in this process.
   *
   * @param port port on 127.0.0.1; 0 for a free one
   */
  public record Embedded(int port) {
    public static final Embedded DEFAULT = new Embedded(0);

    public Embedded {
      require(port >= 0 && port <= 65_535, "port must lie between 0 and 65535");
    }
  }

  /**
   * Names and sizes of topics.
   *
   * @param prefix what all names begin with
   * @param eventPartitions partitions of the event topics: the most tasks that can correlate at
   *     once
   * @param sitePartitions partitions of summaries and escalations: the most tasks that can detect
   *     at once
   * @param replication copies of each partition; the embedded broker always has one
   */
  public record TopicNames(
      String prefix, int eventPartitions, int sitePartitions, int replication) {
    public static final TopicNames DEFAULT = new TopicNames("badhop.", 4, 1, 1);

    public TopicNames {
      require(
          eventPartitions >= 1 && eventPartitions <= 1000,
          "eventPartitions must lie between 1 and 1000");
      require(
          sitePartitions >= 1 && sitePartitions <= 1000,
          "sitePartitions must lie between 1 and 1000");
      require(replication >= 1, "replication must be 1 or more");
    }
  }

  /**
   * Where schemas get their numbers.
   *
   * @param file keeps them over a restart; null for {@code schemas.json} in the data folder
   */
  public record Registry(Path file) {
    public static final Registry DEFAULT = new Registry(null);
  }

  /**
   * A group of hosts that share proxies and applications.
   *
   * @param hosts machines whose sources belong to it
   * @param keyOrder kinds of request IDs in order of preference
   */
  public record Site(List<String> hosts, List<RequestIdKind> keyOrder) {
    public static final Site DEFAULT = new Site(List.of(), RequestIds.DEFAULT.keyOrder());

    public Site {
      hosts = List.copyOf(hosts);
      keyOrder = List.copyOf(keyOrder);
      require(
          !keyOrder.isEmpty(), "keyOrder must name at least one of REQUEST_ID, TRACE_ID, EDGE_ID");
    }
  }

  /**
   * What logs to read.
   *
   * @param sources the logs
   * @param nginx nginx configurations that define the log formats
   * @param haproxy HAProxy configurations
   * @param apache Apache configurations
   * @param checkpoints folder for the positions in files; null for {@code checkpoints} in the data
   *     folder
   */
  public record Ingest(
      List<Source> sources,
      List<Path> nginx,
      List<Path> haproxy,
      List<Path> apache,
      Path checkpoints) {
    public static final Ingest DEFAULT =
        new Ingest(List.of(), List.of(), List.of(), List.of(), null);

    public Ingest {
      sources = List.copyOf(sources);
      nginx = List.copyOf(nginx);
      haproxy = List.copyOf(haproxy);
      apache = List.copyOf(apache);
    }
  }

  /**
   * Logs of one kind on one machine.
   *
   * @param files files, folders or patterns such as {@code /var/log/nginx/*.log}
   * @param format name of the format; empty to find it from the first lines
   * @param site site that it belongs to; empty for the site that lists {@code host}
   * @param host name of the machine
   * @param zone zone of timestamps that carry none
   * @param fields names of fields in a JSON application log, by meaning
   */
  public record Source(
      List<Path> files,
      String format,
      String site,
      String host,
      ZoneId zone,
      Map<String, List<String>> fields) {
    public static final Source DEFAULT =
        new Source(List.of(), "", "", "", ZoneId.of("UTC"), Map.of());

    public Source {
      files = List.copyOf(files);
      fields = Map.copyOf(fields);
    }
  }

  /**
   * How the analysis runs.
   *
   * @param applicationId Kafka Streams' application ID, and the prefix of its groups
   * @param instanceId name of this instance, the same after a restart and unlike the others', for a
   *     quick return after a crash; empty for none
   * @param threads threads of this instance
   * @param state folder for working state; null for {@code streams} in the data folder
   */
  public record Streams(String applicationId, String instanceId, int threads, Path state) {
    public static final Streams DEFAULT = new Streams("badhop-streams", "", 2, null);

    public Streams {
      require(!applicationId.isBlank(), "applicationId must not be empty");
      require(threads >= 1 && threads <= 256, "threads must lie between 1 and 256");
    }
  }

  /**
   * Who is told.
   *
   * @param console whether escalations are printed on standard output
   * @param webhook address that everything from MINOR on is posted to as JSON, for when one route
   *     is enough; empty for none
   * @param routes who else is told of what
   */
  public record Alerting(boolean console, String webhook, List<Route> routes) {
    public static final Alerting DEFAULT = new Alerting(true, "", List.of());

    public Alerting {
      requireUrl(webhook);
      routes = List.copyOf(routes);
      long names = routes.stream().map(Route::name).distinct().count();
      require(
          names == routes.size(),
          "two routes have the same name; what was sent is remembered by it");
    }
  }

  /**
   * One address and what it is told.
   *
   * @param name what was sent is remembered under this name
   * @param webhook address that escalations are posted to as JSON
   * @param headers sent along, such as Authorization
   * @param minSeverity least severity that is told
   * @param sites sites that it is for; empty for all
   * @param faultDomains hops that it is for; empty for all
   * @param repeat how often a lasting incident is told again; 0s for never
   * @param timeout how long a delivery may take
   */
  public record Route(
      String name,
      String webhook,
      Map<String, String> headers,
      Severity minSeverity,
      List<String> sites,
      List<FaultDomain> faultDomains,
      Duration repeat,
      Duration timeout) {
    public static final Route DEFAULT =
        new Route(
            "webhook",
            "",
            Map.of(),
            Severity.MINOR,
            List.of(),
            List.of(),
            Duration.ZERO,
            Duration.ofSeconds(10));

    public Route {
      require(
          name.matches("[A-Za-z0-9_-]{1,64}") && !name.equals("console"),
          "name must be 1 to 64 letters, digits, _ or -, and not 'console'");
      requireUrl(webhook);
      require(!timeout.isZero(), "timeout must be longer than 0");
      headers = Map.copyOf(headers);
      sites = List.copyOf(sites);
      faultDomains = List.copyOf(faultDomains);
    }

    /** A route for everything from MINOR on. */
    public static Route to(String webhook) {
      return new Route(
          "webhook",
          webhook,
          Map.of(),
          DEFAULT.minSeverity,
          List.of(),
          List.of(),
          DEFAULT.repeat,
          DEFAULT.timeout);
    }
  }

  private static void requireUrl(String webhook) {
    require(
        webhook.isEmpty() || webhook.matches("https?://[^/\\s]+\\S*"),
        "webhook must begin with http:// or https:// and hold no blanks");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
