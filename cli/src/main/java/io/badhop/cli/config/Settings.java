package io.badhop.cli.config;

import io.badhop.ingest.parse.RequestIds;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.summarise.ClientRange;
import io.badhop.streams.summarise.Exempt;
import io.badhop.streams.summarise.Period;
import io.badhop.streams.summarise.RouteTemplate;
import io.badhop.streams.summarise.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that can be configured. Where a key is left out, {@link #DEFAULT} holds, and that
 * works on a laptop.
 *
 * @param data folder for what must survive a restart: the embedded broker's log, schema numbers,
 *     positions in files
 * @param startPatience how long a process that is to run until it is stopped waits at its start for
 *     brokers and a registry that are away
 * @param embedded the broker that is used when {@code kafka} names none
 * @param kafka settings of Kafka clients under their own names
 * @param topics names and sizes of the topics
 * @param registry where schemas get their numbers, and what turns records into bytes
 * @param sites groups of hosts that share proxies and applications, by name
 * @param ingest what logs to read
 * @param streams how the analysis runs
 * @param detect when failures become an incident
 * @param alerting who is told
 * @param monitoring what the process shows of itself
 */
public record Settings(
    Path data,
    Duration startPatience,
    Embedded embedded,
    KafkaSettings kafka,
    TopicNames topics,
    RegistrySettings registry,
    Map<String, Site> sites,
    IngestSettings ingest,
    Streams streams,
    DetectConfig detect,
    AlertingSettings alerting,
    MonitoringSettings monitoring) {

  /** Embedded broker, one site, no sources, nobody told but the terminal. */
  public static final Settings DEFAULT =
      new Settings(
          Path.of("badhop-data"),
          Duration.ofMinutes(5),
          Embedded.DEFAULT,
          KafkaSettings.DEFAULT,
          TopicNames.DEFAULT,
          RegistrySettings.DEFAULT,
          Map.of(),
          IngestSettings.DEFAULT,
          Streams.DEFAULT,
          DetectConfig.DEFAULT,
          AlertingSettings.DEFAULT,
          MonitoringSettings.DEFAULT);

  public Settings {
    sites = Map.copyOf(sites);
  }

  /** The same with another data folder. */
  public Settings withData(Path folder) {
    return new Settings(
        folder,
        startPatience,
        embedded,
        kafka,
        topics,
        registry,
        sites,
        ingest,
        streams,
        detect,
        alerting,
        monitoring);
  }

  /** The same with other Kafka clients. */
  public Settings withKafka(KafkaSettings clients) {
    return new Settings(
        data,
        startPatience,
        embedded,
        clients,
        topics,
        registry,
        sites,
        ingest,
        streams,
        detect,
        alerting,
        monitoring);
  }

  /** The same with other topics. */
  public Settings withTopics(TopicNames others) {
    return new Settings(
        data,
        startPatience,
        embedded,
        kafka,
        others,
        registry,
        sites,
        ingest,
        streams,
        detect,
        alerting,
        monitoring);
  }

  /** The same with another schema registry. */
  public Settings withRegistry(RegistrySettings other) {
    return new Settings(
        data,
        startPatience,
        embedded,
        kafka,
        topics,
        other,
        sites,
        ingest,
        streams,
        detect,
        alerting,
        monitoring);
  }

  /** The same with other thresholds. */
  public Settings withDetect(DetectConfig rules) {
    return new Settings(
        data,
        startPatience,
        embedded,
        kafka,
        topics,
        registry,
        sites,
        ingest,
        streams,
        rules,
        alerting,
        monitoring);
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
   *
   * @param site as the source says itself; empty when it does not
   * @param host name of its machine; empty when unknown
   */
  public String siteOf(String site, String host) {
    if (!site.isEmpty()) {
      return site;
    }
    return sites.entrySet().stream()
        .filter(one -> !host.isEmpty() && one.getValue().hosts().contains(host))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .orElse("default");
  }

  /** How a site's request IDs are chosen. */
  public RequestIds requestIds(String site) {
    return new RequestIds(sites.getOrDefault(site, Site.DEFAULT).keyOrder());
  }

  /** Templates of paths that were given, compiled, by site. */
  public Map<String, Routes> routes() {
    return routes(sites);
  }

  static Map<String, Routes> routes(Map<String, Site> sites) {
    Map<String, Routes> routes = new TreeMap<>();
    sites.forEach((name, site) -> routes.put(name, site.compiled()));
    return routes;
  }

  /** Requests whose failures concern no user, by site. */
  public Map<String, Exempt> exempt() {
    return exempt(sites);
  }

  static Map<String, Exempt> exempt(Map<String, Site> sites) {
    Map<String, Exempt> exempt = new TreeMap<>();
    sites.forEach((name, site) -> exempt.put(name, site.exempt()));
    return exempt;
  }

  /**
   * The broker in this process, and the schema registry that others can ask about its topics.
   *
   * @param port the broker's port on 127.0.0.1; 0 for a free one
   * @param registryPort the registry's port on 127.0.0.1; 0 for a free one
   */
  public record Embedded(int port, int registryPort) {
    public static final Embedded DEFAULT = new Embedded(0, 0);

    public Embedded {
      Checks.require(port >= 0 && port <= 65_535, "port must lie between 0 and 65535");
      Checks.require(
          registryPort >= 0 && registryPort <= 65_535, "registryPort must lie between 0 and 65535");
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
      Checks.require(
          eventPartitions >= 1 && eventPartitions <= 1000,
          "eventPartitions must lie between 1 and 1000");
      Checks.require(
          sitePartitions >= 1 && sitePartitions <= 1000,
          "sitePartitions must lie between 1 and 1000");
      Checks.require(replication >= 1, "replication must be 1 or more");
    }
  }

  /**
   * A group of hosts that share proxies and applications.
   *
   * @param hosts machines whose sources belong to it
   * @param keyOrder kinds of request IDs in order of preference
   * @param routes templates of its paths, which go before those that are learned
   * @param openapi descriptions of its APIs, whose paths are templates too
   * @param ignore requests whose failures concern no user
   * @param maintenance when a 503 is planned
   */
  public record Site(
      List<String> hosts,
      List<RequestIdKind> keyOrder,
      List<RouteTemplate> routes,
      List<OpenApi> openapi,
      Ignore ignore,
      List<Period> maintenance) {
    public static final Site DEFAULT =
        new Site(
            List.of(),
            RequestIds.DEFAULT.keyOrder(),
            List.of(),
            List.of(),
            Ignore.DEFAULT,
            List.of());

    public Site {
      hosts = List.copyOf(hosts);
      keyOrder = List.copyOf(keyOrder);
      routes = List.copyOf(routes);
      openapi = List.copyOf(openapi);
      maintenance = List.copyOf(maintenance);
      Checks.require(
          !keyOrder.isEmpty(), "keyOrder must name at least one of REQUEST_ID, TRACE_ID, EDGE_ID");
    }

    /** All templates given, compiled. */
    Routes compiled() {
      List<RouteTemplate> all = new ArrayList<>(routes);
      openapi.forEach(api -> all.addAll(api.templates()));
      return Routes.of(all);
    }

    Exempt exempt() {
      return new Exempt(
          Routes.of(ignore.paths()), ignore.clients(), Set.copyOf(ignore.hosts()), maintenance);
    }
  }

  /**
   * Health checks and test traffic.
   *
   * @param paths templates of their paths; the usual ones of health checks when left out
   * @param clients addresses that send them
   * @param hosts Host headers that they carry
   */
  public record Ignore(List<RouteTemplate> paths, List<ClientRange> clients, List<String> hosts) {
    public static final Ignore DEFAULT = new Ignore(Exempt.HEALTH_CHECKS, List.of(), List.of());

    public Ignore {
      paths = List.copyOf(paths);
      clients = List.copyOf(clients);
      hosts = List.copyOf(hosts);
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
      Checks.require(!applicationId.isBlank(), "applicationId must not be empty");
      Checks.require(threads >= 1 && threads <= 256, "threads must lie between 1 and 256");
    }
  }
}
