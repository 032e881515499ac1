package io.badhop.ingest.parse.formats;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.apache.ApacheFamily;
import io.badhop.ingest.parse.app.AppFamily;
import io.badhop.ingest.parse.app.AppServerFamily;
import io.badhop.ingest.parse.caddy.CaddyFamily;
import io.badhop.ingest.parse.edge.AwsFamily;
import io.badhop.ingest.parse.edge.CdnFamily;
import io.badhop.ingest.parse.edge.CloudflareFamily;
import io.badhop.ingest.parse.envoy.EnvoyFamily;
import io.badhop.ingest.parse.haproxy.HaproxyFamily;
import io.badhop.ingest.parse.heroku.HerokuFamily;
import io.badhop.ingest.parse.iis.IisFamily;
import io.badhop.ingest.parse.litespeed.LiteSpeedFamily;
import io.badhop.ingest.parse.nginx.NginxFamily;
import io.badhop.ingest.parse.otlp.OtlpFamily;
import io.badhop.ingest.parse.traefik.TraefikFamily;
import io.badhop.ingest.parse.varnish.VarnishFamily;
import io.badhop.ingest.parse.wrap.Wrappers;
import io.badhop.ingest.parse.zoraxy.ZoraxyFamily;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All formats that badhop reads, and the choice among them.
 *
 * <p>A file's format is the one that explains most of its first lines. Where several explain about
 * the same share, a configuration that names the file decides, then what the records tell: the
 * default format of a server also fits the beginning of a richer line, and would lose its request
 * ID. Lines in wrappers are tried with and without them, and so are the bodies of OTLP logs;
 * without counts when it explains or tells more.
 */
public final class Formats {
  /** Lines that are looked at, at most. */
  public static final int SAMPLE = 200;

  /** Share of lines below which no format is believed. */
  public static final double LEAST_CONFIDENCE = 0.5;

  private static final List<FormatFamily> FAMILIES =
      List.of(
          new NginxFamily(),
          new HaproxyFamily(),
          new ApacheFamily(),
          new IisFamily(),
          new VarnishFamily(),
          new LiteSpeedFamily(),
          new EnvoyFamily(),
          new CaddyFamily(),
          new TraefikFamily(),
          new ZoraxyFamily(),
          new CloudflareFamily(),
          new AwsFamily(),
          new CdnFamily(),
          new HerokuFamily(),
          new AppFamily(),
          new AppServerFamily(),
          new OtlpFamily());

  private Formats() {}

  /** What {@code --format} can name. */
  public static List<Format> all() {
    return FAMILIES.stream().flatMap(family -> family.formats().stream()).toList();
  }

  /** Whether both are formats of one server, so that its error log explains its access log. */
  public static boolean sameServer(Format one, Format other) {
    return FAMILIES.stream()
        .anyMatch(family -> family.formats().contains(one) && family.formats().contains(other));
  }

  /**
   * The format of a file.
   *
   * @param firstLines its first lines in order, of which at most {@link #SAMPLE} count; must stay
   *     valid, so none may share a buffer that a source refills
   * @param fileName name without folder and without {@code .gz}
   * @return empty when no format explains at least half of the lines
   */
  public static Optional<Detection> detect(
      List<RawLine> firstLines, String fileName, ServerConfigs configs, ParseContext context) {
    return best(firstLines, fileName, "", configs, context)
        .filter(trial -> trial.share() >= LEAST_CONFIDENCE)
        .map(Trial::detection);
  }

  /**
   * The variant of a named format that fits a file best, even if badly.
   *
   * @param formatName one of {@link #all}
   * @throws IllegalArgumentException when there is no such format, or it needs a configuration that
   *     is not at hand; the message says which there are
   */
  public static Detection detectAs(
      String formatName,
      List<RawLine> firstLines,
      String fileName,
      ServerConfigs configs,
      ParseContext context) {
    if (all().stream().noneMatch(format -> format.name().equals(formatName))) {
      throw new IllegalArgumentException(
          "no format is called '" + formatName + "'; there are " + String.join(", ", names()));
    }
    return best(firstLines, fileName, formatName, configs, context)
        .map(Trial::detection)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "format '"
                        + formatName
                        + "' is defined by the server's configuration; name that file too"));
  }

  /**
   * A parser for a named format, without lines to choose a variant by.
   *
   * @throws IllegalArgumentException as in {@link #detectAs}
   */
  public static LineParser parser(String formatName, ServerConfigs configs, ParseContext context) {
    return detectAs(formatName, List.of(), "", configs, context).parser().get();
  }

  private static List<String> names() {
    return all().stream().map(Format::name).toList();
  }

  private static Optional<Trial> best(
      List<RawLine> lines,
      String fileName,
      String named,
      ServerConfigs configs,
      ParseContext context) {
    List<RawLine> sample = lines.subList(0, Math.min(SAMPLE, lines.size()));
    Optional<Trial> whole = bestOfLines(sample, fileName, named, configs, context);
    OtlpFamily.Bodies bodies = OtlpFamily.bodies(sample, SAMPLE);
    if (bodies.lines().isEmpty()) {
      return whole;
    }
    Optional<Trial> inside =
        bestOfLines(bodies.lines(), bodies.fileName(), named, configs, context)
            .map(trial -> trial.within(detection -> OtlpFamily.around(detection, context)));
    boolean other = !named.isEmpty() && !named.equals("otlp");
    return inside.isPresent() && (other || inside.get().isBetterInside(whole.get(), false))
        ? inside
        : whole;
  }

  private static Optional<Trial> bestOfLines(
      List<RawLine> sample,
      String fileName,
      String named,
      ServerConfigs configs,
      ParseContext context) {
    List<Detection> candidates =
        FAMILIES.stream()
            .flatMap(family -> family.candidates(configs, fileName, context).stream())
            .filter(
                candidate ->
                    named.isEmpty()
                        ? candidate.confidence() > 0
                        : candidate.format().name().equals(named))
            .toList();
    Optional<Trial> best = best(candidates, sample);
    for (Wrappers wrappers : best.isEmpty() ? List.<Wrappers>of() : Wrappers.around(sample)) {
      List<Detection> inside =
          candidates.stream().map(inner -> wrappers.wrap(inner, context)).toList();
      Optional<Trial> inner = best(inside, sample);
      best = inner.get().isBetterInside(best.get(), !wrappers.isNative()) ? inner : best;
    }
    return best;
  }

  private static Optional<Trial> best(List<Detection> candidates, List<RawLine> sample) {
    // Of equals the first stays, so the order of the families decides.
    return candidates.stream()
        .map(candidate -> Trial.of(candidate, sample))
        .reduce((one, other) -> ORDER.compare(other, one) > 0 ? other : one);
  }

  private static final Comparator<Trial> ORDER =
      Comparator.comparingLong(Trial::roughShare)
          .thenComparingDouble(Trial::prior)
          .thenComparingDouble(Trial::information)
          .thenComparingDouble(Trial::share)
          .thenComparing(trial -> trial.detection().variant(), Comparator.reverseOrder());
}
