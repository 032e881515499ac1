package io.badhop.ingest.parse.formats;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/**
 * How well one candidate does on a file's first lines.
 *
 * @param detection the candidate, with {@code share} as its confidence
 * @param share share of the lines that it explains, 0 to 1
 * @param prior what the candidate's family thought of it before
 * @param information what its events tell, on average; comparable between candidates only
 */
record Trial(Detection detection, double share, double prior, double information) {
  /** Skips that say nothing for or against a format. */
  private static final Set<String> NEUTRAL = Set.of("blank", "empty", "comment");

  static Trial of(Detection candidate, List<RawLine> sample) {
    LineParser parser = candidate.parser().get();
    int counted = 0;
    int explained = 0;
    long information = 0;
    for (RawLine line : sample) {
      for (ParseResult result : parser.parse(line).each()) {
        if (isNeutral(result)) {
          continue;
        }
        counted++;
        explained += explains(candidate.format(), result) ? 1 : 0;
        information += information(result);
      }
    }
    double share = counted == 0 ? 0 : (double) explained / counted;
    if (information == 0) {
      share *= worthOfSilence(candidate.format().kind());
    }
    double told = counted == 0 ? 0 : (double) information / counted;
    Detection judged =
        new Detection(candidate.format(), share, candidate.variant(), candidate.parser());
    return new Trial(judged, share, candidate.confidence(), told);
  }

  /** Records of requests speak for the format of an access log, even if an error log has some. */
  private static boolean explains(Format format, ParseResult result) {
    boolean foreign = format.kind() == Format.Kind.ERROR && result instanceof ParseResult.Event;
    return !foreign && !(result instanceof ParseResult.Rejected);
  }

  /**
   * What it is worth to understand lines of which none says anything. Applications and error logs
   * may well begin so; an access log without a request in it is some other log.
   */
  private static double worthOfSilence(Format.Kind kind) {
    return kind == Format.Kind.ACCESS ? 0 : 0.5;
  }

  /** The share in tenths: a few odd lines that a looser format swallows are no merit of it. */
  long roughShare() {
    return Math.round(share * 10);
  }

  /**
   * Whether this reading of what wrappers hold is to be taken over a reading of the lines with
   * them.
   *
   * @param evenly whether it is where both say as much in one format: then the wrapper only got
   *     into its fields
   */
  boolean isBetterInside(Trial outside, boolean evenly) {
    if (roughShare() != outside.roughShare()) {
      return roughShare() > outside.roughShare();
    }
    int more = Double.compare(information, outside.information);
    boolean same = detection.format().equals(outside.detection.format());
    return more > 0 || more == 0 && same && evenly;
  }

  /** The same trial of a detection that reads more than was tried. */
  Trial within(UnaryOperator<Detection> around) {
    return new Trial(around.apply(detection), share, prior, information);
  }

  private static boolean isNeutral(ParseResult result) {
    return result instanceof ParseResult.Skipped skipped && NEUTRAL.contains(skipped.reason());
  }

  private static int information(ParseResult result) {
    if (result instanceof ParseResult.Event event) {
      return 4 + information(event.event());
    }
    return result instanceof ParseResult.Component || result instanceof ParseResult.ErrorLine
        ? 4
        : 0;
  }

  private static int information(SpecificRecord event) {
    if (event instanceof ProxyEvent proxy) {
      return common(proxy.getRequestIdKind(), proxy.getResolution(), proxy.getDurationUs())
          + (proxy.getAttemptsLogged() ? 4 : 0)
          + (proxy.getHost().isEmpty() ? 0 : 1)
          + (proxy.getConnection().isEmpty() ? 0 : 1)
          // What stands before the address got into it.
          - (proxy.getClientIp().indexOf(' ') < 0 ? 0 : 1);
    }
    if (event instanceof EdgeEvent edge) {
      return common(edge.getRequestIdKind(), edge.getResolution(), edge.getDurationUs())
          + (edge.getOriginStatus() >= 0 ? 4 : 0);
    }
    AppEvent app = (AppEvent) event;
    return common(app.getRequestIdKind(), app.getResolution(), app.getDurationUs())
        + (app.getKind() == AppEventKind.REQUEST ? 4 : 0);
  }

  private static int common(RequestIdKind id, int resolution, long durationUs) {
    return (id == RequestIdKind.NONE ? 0 : 8)
        + (resolution < 1_000_000 ? 2 : 0)
        + (durationUs >= 0 ? 2 : 0);
  }
}
