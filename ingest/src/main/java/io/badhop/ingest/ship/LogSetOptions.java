package io.badhop.ingest.ship;

import io.badhop.ingest.parse.FieldNames;
import io.badhop.ingest.parse.RequestIds;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How logs are to be read.
 *
 * @param site site that they belong to
 * @param host name of the machine they are from; empty when unknown
 * @param zone zone of timestamps that carry none
 * @param ids how request IDs are chosen
 * @param fields names of fields in JSON application logs
 * @param formats file name, without folder and without {@code .gz} → name of its format; {@code *}
 *     stands for every file; files that are not named get theirs from their first lines
 * @param nginx nginx configurations to use besides those found beside the logs
 * @param haproxy HAProxy configurations likewise
 * @param apache Apache configurations likewise
 * @param reorderEvents events that may wait to be put in order, 1 or more
 * @param reorderHorizon time that may lie between them
 * @param charset encoding of the lines; null for UTF-8, or UTF-16 where the first bytes show it
 */
public record LogSetOptions(
    String site,
    String host,
    ZoneId zone,
    RequestIds ids,
    FieldNames fields,
    Map<String, String> formats,
    List<Path> nginx,
    List<Path> haproxy,
    List<Path> apache,
    int reorderEvents,
    Duration reorderHorizon,
    Charset charset) {

  /** Site {@code default}, UTC, formats from the lines, 50,000 events or 10 s of reordering. */
  public static final LogSetOptions DEFAULT =
      new LogSetOptions(
          "default",
          "",
          ZoneId.of("UTC"),
          RequestIds.DEFAULT,
          FieldNames.GUESSED,
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          50_000,
          Duration.ofSeconds(10),
          null);

  public LogSetOptions {
    formats = Map.copyOf(formats);
    nginx = List.copyOf(nginx);
    haproxy = List.copyOf(haproxy);
    apache = List.copyOf(apache);
    if (reorderEvents < 1 || reorderHorizon.isNegative()) {
      throw new IllegalArgumentException(
          "reordering needs room for one event and no negative time");
    }
  }

  /** The same for another site and machine. */
  public LogSetOptions at(String otherSite, String otherHost) {
    return new LogSetOptions(
        otherSite,
        otherHost,
        zone,
        ids,
        fields,
        formats,
        nginx,
        haproxy,
        apache,
        reorderEvents,
        reorderHorizon,
        charset);
  }

  /** The same with another zone, choice of IDs and field names. */
  public LogSetOptions reading(ZoneId otherZone, RequestIds otherIds, FieldNames otherFields) {
    return new LogSetOptions(
        site,
        host,
        otherZone,
        otherIds,
        otherFields,
        formats,
        nginx,
        haproxy,
        apache,
        reorderEvents,
        reorderHorizon,
        charset);
  }

  /** The same with one more file whose format is given; {@code *} for all files. */
  public LogSetOptions withFormat(String fileName, String format) {
    Map<String, String> more = new TreeMap<>(formats);
    more.put(fileName, format);
    return new LogSetOptions(
        site,
        host,
        zone,
        ids,
        fields,
        more,
        nginx,
        haproxy,
        apache,
        reorderEvents,
        reorderHorizon,
        charset);
  }

  /** The same with other server configurations. */
  public LogSetOptions withConfigs(
      List<Path> nginxFiles, List<Path> haproxyFiles, List<Path> apacheFiles) {
    return new LogSetOptions(
        site,
        host,
        zone,
        ids,
        fields,
        formats,
        nginxFiles,
        haproxyFiles,
        apacheFiles,
        reorderEvents,
        reorderHorizon,
        charset);
  }

  /** The same with another bound on reordering. */
  public LogSetOptions withReordering(int events, Duration horizon) {
    return new LogSetOptions(
        site, host, zone, ids, fields, formats, nginx, haproxy, apache, events, horizon, charset);
  }

  /** The same in another encoding; null to find it out. */
  public LogSetOptions in(Charset other) {
    return new LogSetOptions(
        site,
        host,
        zone,
        ids,
        fields,
        formats,
        nginx,
        haproxy,
        apache,
        reorderEvents,
        reorderHorizon,
        other);
  }
}
