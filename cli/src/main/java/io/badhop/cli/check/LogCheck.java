package io.badhop.cli.check;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * Gathers the records of a set of logs and says what they allow. Keeps the first {@link #LIMIT}
 * requests of each tier, about 100 bytes each, which is enough to judge a format by; what lies
 * beyond is counted.
 */
public final class LogCheck {

  /** Requests kept of each tier. */
  public static final int LIMIT = 1_000_000;

  private static final int FAILURE = 500;

  private final Map<Tier, List<Hop>> hops = new EnumMap<>(Tier.class);
  private final List<SourceFacts> sources = new ArrayList<>();
  private long beyondLimit;

  /** Begins the records of one log. */
  public void source(String name, Tier tier) {
    sources.add(new SourceFacts(name, tier));
  }

  /**
   * One record of the log begun last; component events say nothing of requests and are left out.
   */
  public void add(SpecificRecord event) {
    SourceFacts facts = sources.get(sources.size() - 1);
    if (event instanceof EdgeEvent edge) {
      facts.add(edge);
      keep(Tier.EDGE, hop(edge));
    } else if (event instanceof ProxyEvent proxy) {
      facts.add(proxy);
      keep(Tier.PROXY, hop(proxy, facts.name));
    } else if (event instanceof AppEvent app) {
      facts.add(app);
      keep(Tier.APP, hop(app, facts.name));
    }
  }

  /** The report for people, a line an element. */
  public List<String> report() {
    List<Hop> edge = hops.getOrDefault(Tier.EDGE, List.of());
    List<Hop> proxy = hops.getOrDefault(Tier.PROXY, List.of());
    List<Hop> app = hops.getOrDefault(Tier.APP, List.of());
    CheckReport report = new CheckReport();
    report.sources(sources);
    report.joins("edge → proxy", edge, proxy);
    report.joins("proxy → app", proxy, app);
    report.joins("edge → app", proxy.isEmpty() ? edge : List.of(), app);
    List<Finding> findings = new ArrayList<>();
    sources.forEach(source -> findings.addAll(Advice.of(source)));
    findings.addAll(
        Advice.missing(
            sources.stream()
                .filter(source -> source.records > 0)
                .map(source -> source.tier)
                .collect(Collectors.toSet())));
    report.findings(findings);
    report.beyond(beyondLimit);
    return report.lines();
  }

  private void keep(Tier tier, Hop hop) {
    List<Hop> kept = hops.computeIfAbsent(tier, key -> new ArrayList<>());
    if (kept.size() < LIMIT) {
      kept.add(hop);
    } else {
      beyondLimit++;
    }
  }

  private static Hop hop(EdgeEvent event) {
    boolean expected =
        !event.getOriginAddress().isEmpty()
            && event.getOriginStatus() > 0
            && event.getOriginStatus() < FAILURE;
    String node = event.getEdgeLocation().isEmpty() ? event.getVendor() : event.getEdgeLocation();
    return new Hop(
        node,
        event.getRequestId(),
        event.getOtherId(),
        Hop.middle(event.getTime(), event.getResolution()),
        event.getDurationUs(),
        expected);
  }

  private static Hop hop(ProxyEvent event, String source) {
    String node = event.getProxy().isEmpty() ? source : event.getProxy();
    boolean forwarded =
        event.getAttempts().stream().anyMatch(LogCheck::answered) || !event.getAttemptsLogged();
    boolean expected = forwarded && event.getStatus() > 0 && event.getStatus() < FAILURE;
    return new Hop(
        node,
        event.getRequestId(),
        event.getOtherId(),
        Hop.middle(event.getTime(), event.getResolution()),
        event.getDurationUs(),
        expected);
  }

  private static boolean answered(Attempt attempt) {
    return attempt.getHeaderUs() >= 0 || attempt.getStatus() > 0;
  }

  private static Hop hop(AppEvent event, String source) {
    String node = event.getInstance().isEmpty() ? source : event.getInstance();
    boolean request = event.getKind() == AppEventKind.REQUEST;
    return new Hop(
        node,
        event.getRequestId(),
        event.getOtherId(),
        Hop.middle(event.getTime(), event.getResolution()),
        request ? event.getDurationUs() : -1,
        false);
  }
}
