package io.badhop.cli.config;

import io.badhop.ingest.privacy.ClientIps;
import io.badhop.ingest.source.RateLimit;
import io.badhop.schemas.event.Tier;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What logs to read.
 *
 * @param sources logs in files
 * @param receive logs that are sent here
 * @param kafka logs on topics of Kafka
 * @param nginx nginx configurations that define the log formats
 * @param haproxy HAProxy configurations
 * @param apache Apache configurations
 * @param checkpoints folder for the positions in files; null for {@code checkpoints} in the data
 *     folder
 * @param privacy what is not to be published
 */
public record IngestSettings(
    List<Source> sources,
    List<Receiver> receive,
    List<RawTopics> kafka,
    List<Path> nginx,
    List<Path> haproxy,
    List<Path> apache,
    Path checkpoints,
    Privacy privacy) {
  public static final IngestSettings DEFAULT =
      new IngestSettings(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, Privacy.DEFAULT);

  public IngestSettings {
    sources = List.copyOf(sources);
    receive = List.copyOf(receive);
    Checks.require(
        receive.stream().noneMatch(log -> log.name().isBlank() || log.listen().isBlank()),
        "each entry of receive needs a name and an address: listen");
    Checks.require(
        receive.stream().map(Receiver::name).distinct().count() == receive.size(),
        "the names of receive must differ");
    kafka = List.copyOf(kafka);
    Checks.require(
        kafka.stream()
            .noneMatch(
                log -> log.name().isBlank() || log.topics().isEmpty() == log.pattern().isEmpty()),
        "each entry of kafka needs a name and either topics or a pattern");
    Checks.require(
        kafka.stream().map(RawTopics::name).distinct().count() == kafka.size(),
        "the names of kafka must differ");
    nginx = List.copyOf(nginx);
    haproxy = List.copyOf(haproxy);
    apache = List.copyOf(apache);
  }

  /** Whether no log is named. */
  public boolean isEmpty() {
    return sources.isEmpty() && receive.isEmpty() && kafka.isEmpty();
  }

  /**
   * Logs of one kind on one machine.
   *
   * @param files files, folders or patterns such as {@code /var/log/nginx/*.log}
   * @param format name of the format; empty to find it from the first lines
   * @param site site that it belongs to; empty for the site that lists {@code host}
   * @param host name of the machine
   * @param zone zone of timestamps that carry none
   * @param charset encoding of the lines, such as ISO-8859-1; null for UTF-8, or UTF-16 where the
   *     first bytes show it
   * @param fields names of fields in a JSON application log, by meaning
   */
  public record Source(
      List<Path> files,
      String format,
      String site,
      String host,
      ZoneId zone,
      Charset charset,
      Map<String, List<String>> fields) {
    public static final Source DEFAULT =
        new Source(List.of(), "", "", "", ZoneId.of("UTC"), null, Map.of());

    public Source {
      files = List.copyOf(files);
      fields = Map.copyOf(fields);
    }
  }

  /**
   * A log that is sent here.
   *
   * @param name name of the log, and with {@code host} before it the ID of its source
   * @param listen where it comes: {@code http://0.0.0.0:8088/logpush}, {@code https://}, {@code
   *     syslog+udp://0.0.0.0:5514}, {@code syslog+tcp://} or {@code syslog+tls://}
   * @param format name of the format; empty to find it from the first lines
   * @param site site that it belongs to; empty for the site that lists {@code host}
   * @param host name of the machine that receives; must differ where several receive one log
   * @param zone zone of timestamps that carry none
   * @param charset encoding of the lines, such as ISO-8859-1; null for UTF-8, or UTF-16 where the
   *     first bytes show it
   * @param fields names of fields in a JSON log, by meaning
   * @param deliveryDelay how long after it was written a record may arrive
   * @param access what HTTP senders must show
   * @param limit how fast it may come over HTTP
   * @param keyStore PKCS12 key store with key and certificate, for https and syslog+tls
   * @param keyStorePasswordFile file with its password; null for none
   */
  public record Receiver(
      String name,
      String listen,
      String format,
      String site,
      String host,
      ZoneId zone,
      Charset charset,
      Map<String, List<String>> fields,
      Duration deliveryDelay,
      AccessSettings access,
      RateLimit limit,
      Path keyStore,
      Path keyStorePasswordFile) {
    public static final Receiver DEFAULT =
        new Receiver(
            "",
            "",
            "",
            "",
            "",
            ZoneId.of("UTC"),
            null,
            Map.of(),
            Duration.ofSeconds(10),
            AccessSettings.DEFAULT,
            RateLimit.NONE,
            null,
            null);

    private static final List<String> SCHEMES =
        List.of("http", "https", "syslog+udp", "syslog+tcp", "syslog+tls");

    public Receiver {
      fields = Map.copyOf(fields);
      if (!listen.isEmpty()) {
        check(listen, keyStore);
        Checks.require(
            limit.equals(RateLimit.NONE) || listen.startsWith("http"),
            "limit is for http and https; syslog has no way to tell a sender to wait");
      }
    }

    private static void check(String listen, Path keyStore) {
      URI address = parsed(listen);
      Checks.require(
          address != null
              && address.getScheme() != null
              && SCHEMES.contains(address.getScheme())
              && address.getHost() != null
              && address.getPort() >= 0,
          "listen: '"
              + listen
              + "' is no address to listen on; write one such as http://0.0.0.0:8088/logpush or syslog+udp://0.0.0.0:5514 ("
              + String.join(", ", SCHEMES)
              + ")");
      boolean tls = listen.startsWith("https:") || listen.startsWith("syslog+tls:");
      Checks.require(!tls || keyStore != null, "keyStore is needed for " + address.getScheme());
    }

    private static URI parsed(String listen) {
      try {
        return URI.create(listen);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    /** The address that it comes to. */
    public URI address() {
      return URI.create(listen);
    }
  }

  /**
   * A log whose lines are on topics of Kafka.
   *
   * @param name name of the log; with topic and partition behind it the ID of a source
   * @param topics names of the topics
   * @param pattern regular expression for their whole names, in place of {@code topics}
   * @param group consumer group; empty for {@code badhop-} and the name. All instances of a group
   *     share the partitions
   * @param client settings of the Kafka clients that read; those of badhop's own cluster where it
   *     names no {@code bootstrap.servers}
   * @param format name of the format; empty to find it from the first lines
   * @param tier tier whose watermark the topics make; null for the tiers of the formats found
   * @param site site that it belongs to; empty for the site that lists {@code host}
   * @param host name of the machine whose log it is
   * @param zone zone of timestamps that carry none
   * @param fields names of fields in a JSON log, by meaning
   * @param charset encoding of the lines, such as ISO-8859-1; null for UTF-8, or UTF-16 where the
   *     first bytes show it
   * @param deliveryDelay how long after it was written a record may arrive on its topic
   */
  public record RawTopics(
      String name,
      List<String> topics,
      String pattern,
      String group,
      KafkaSettings client,
      String format,
      Tier tier,
      String site,
      String host,
      ZoneId zone,
      Map<String, List<String>> fields,
      Charset charset,
      Duration deliveryDelay) {
    public static final RawTopics DEFAULT =
        new RawTopics(
            "",
            List.of(),
            "",
            "",
            KafkaSettings.DEFAULT,
            "",
            null,
            "",
            "",
            ZoneId.of("UTC"),
            Map.of(),
            null,
            Duration.ofSeconds(10));

    public RawTopics {
      topics = List.copyOf(topics);
      fields = Map.copyOf(fields);
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException("pattern: " + e.getMessage(), e);
      }
    }

    /** The consumer group. */
    public String groupId() {
      return group.isEmpty() ? "badhop-" + name : group;
    }
  }

  /**
   * What is not to be published.
   *
   * @param clientIps what becomes of the addresses of clients
   * @param hashKeyFile file with the key for hashes of them; null for none
   * @param allowParameters parameters of queries whose values are kept
   * @param emails whether e-mail addresses are taken out of texts
   */
  public record Privacy(
      ClientIps clientIps, Path hashKeyFile, List<String> allowParameters, boolean emails) {
    public static final Privacy DEFAULT = new Privacy(ClientIps.KEEP, null, List.of(), false);

    public Privacy {
      allowParameters = List.copyOf(allowParameters);
      if (clientIps == ClientIps.HASH && hashKeyFile == null) {
        throw new IllegalArgumentException("clientIps: HASH needs a hashKeyFile");
      }
    }
  }
}
