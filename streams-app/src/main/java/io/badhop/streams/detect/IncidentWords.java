package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.IncidentState;
import io.badhop.streams.diagnose.Remedies;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the figures and the history of an incident say, in words. */
final class IncidentWords {

  /**
   * Failures whose durations differ by less than this, relatively, end at a time-out; shorter ones
   * than 100 ms are no time-outs.
   */
  private static final double CONSTANT = 0.05;

  private static final long SHORTEST_TIMEOUT_US = 100_000;
  private static final long SUPPORT = 5;

  /** Beyond 64 requests their number is an estimate to 13 %. */
  private static final double REPEATED = 0.75;

  /** Static files do well when they fail ten times more rarely than the rest. */
  private static final double STATIC_FINE = 0.1;

  private static final double MOSTLY = 0.8;
  private static final double SLOTS_PER_SECOND = 4;
  private static final int FEWEST_PROOFS = 3;

  /** One client is to blame only where others do well on the same key. */
  private static final double OTHERS_WELL = 0.9;

  /** What a machine shows that answered and does no more. */
  private static final Set<Cause> DIED =
      EnumSet.of(Cause.CONNECTION_REFUSED, Cause.CONNECT_TIMEOUT, Cause.CONNECTION_RESET);

  private final SiteFacts facts;

  IncidentWords(SiteFacts facts) {
    this.facts = facts;
  }

  /** What is known beyond the single failures, most telling first. */
  List<String> history(Incident incident, Cause cause, String software) {
    IncidentState state = incident.state();
    List<String> words = new ArrayList<>();
    if (DIED.contains(cause)) {
      answeredBefore(state, words);
    }
    if (facts.tellsClientsApart() && singleClient(state)) {
      words.add("all of them are of one client; other requests on the key do well");
    }
    if (state.getFailed() > 0 || state.getHiddenFailures() > 0) {
      words.add(counted(incident));
    }
    again(incident, words);
    timeout(state, cause, software, words);
    if (state.getInstant() >= SUPPORT && state.getInstant() >= MOSTLY * state.getFailed()) {
      words.add(
          state.getInstant()
              + " of "
              + state.getFailed()
              + " failed within 5 ms: nothing was waited for");
    }
    staticFine(state, words);
    onlyThroughEdge(state, words);
    onlyEncrypted(state, words);
    if (!state.getHidden() && state.getHiddenFailures() > 0) {
      words.add("a retry made good " + state.getHiddenFailures() + " further attempts");
    }
    if (state.getReopened() > 0) {
      words.add(cameBack(state.getReopened()));
    }
    return words;
  }

  /**
   * True when all failures kept as proof are of one client, and the key does not fail as a whole.
   */
  static boolean singleClient(IncidentState state) {
    List<String> clients = state.getExemplars().stream().map(Exemplar::getClientIp).toList();
    return clients.size() >= FEWEST_PROOFS
        && !clients.get(0).isEmpty()
        && clients.stream().distinct().count() == 1
        && state.getFailed() < OTHERS_WELL * state.getTotal();
  }

  /**
   * About how many users failed: clients where the log tells them apart, else requests; what was
   * tried again counts once.
   */
  long users(Incident incident) {
    IncidentState state = incident.state();
    if (state.getHidden()) {
      return 0;
    }
    boolean clients = facts.tellsClientsApart() && !state.getClients().isEmpty();
    return clients
        ? Math.min(incident.requests(), Buckets.distinct(state.getClients()))
        : incident.requests();
  }

  /** Clients that try again make an outage look larger than it is. */
  private void again(Incident incident, List<String> words) {
    long failed = incident.state().getFailed();
    long requests = incident.requests();
    if (!incident.state().getHidden() && requests < REPEATED * failed) {
      words.add(
          String.format(
              Locale.ROOT,
              "about %d users failed: of the %d failures %d were clients' further tries under the"
                  + " same request ID",
              users(incident),
              failed,
              failed - requests));
    }
  }

  private void answeredBefore(IncidentState state, List<String> words) {
    for (String upstream : state.getUpstreams()) {
      long last = facts.lastAnswer(upstream);
      if (last != Slots.NONE && words.isEmpty()) {
        double before = (state.getFirstSlot() - last) / SLOTS_PER_SECOND;
        words.add(
            before < 0
                ? upstream + " answers other requests since: it is there, but not always"
                : String.format(
                    Locale.ROOT,
                    "%s answered until %.1f s before the first failure",
                    upstream,
                    before));
      }
    }
  }

  /** Failures at a constant duration end at somebody's setting. */
  private static void timeout(
      IncidentState state, Cause cause, String software, List<String> words) {
    long constant = constantDuration(state);
    if (constant < 0 || state.getFailed() < SUPPORT) {
      return;
    }
    String whose = Remedies.timeoutSetting(cause, software, constant);
    words.add(
        String.format(Locale.ROOT, "all fail after %.2f s", constant / 1e6)
            + (whose.isEmpty() ? "" : ": " + whose));
  }

  /** The duration that all failures have in common, microseconds; -1 when there is none. */
  static long constantDuration(IncidentState state) {
    long least = state.getMinDurationUs();
    long most = state.getMaxDurationUs();
    return least >= SHORTEST_TIMEOUT_US && most - least <= CONSTANT * most ? most : -1;
  }

  private static void staticFine(IncidentState state, List<String> words) {
    double fixed = (double) state.getStaticFailed() / Math.max(1, state.getStaticTotal());
    double dynamic = (double) state.getDynamicFailed() / Math.max(1, state.getDynamicTotal());
    if (state.getStaticTotal() * dynamic >= SUPPORT && fixed < STATIC_FINE * dynamic) {
      words.add(
          String.format(
              Locale.ROOT,
              "static files do well (%d of %d failed), other paths do not (%d of %d)",
              state.getStaticFailed(),
              state.getStaticTotal(),
              state.getDynamicFailed(),
              state.getDynamicTotal()));
    }
  }

  /** What tells a failure of the way through the CDN from one of the application. */
  private static void onlyThroughEdge(IncidentState state, List<String> words) {
    long past = state.getStaticTotal() + state.getDynamicTotal() - state.getViaEdgeTotal();
    double ratio = (double) state.getViaEdgeFailed() / Math.max(1, state.getViaEdgeTotal());
    if (state.getViaEdgeFailed() == state.getFailed() && past * ratio >= SUPPORT) {
      words.add(
          String.format(
              Locale.ROOT,
              "only requests through the CDN fail so (%d of %d); of %d past it none did",
              state.getViaEdgeFailed(),
              state.getViaEdgeTotal(),
              past));
    }
  }

  private void onlyEncrypted(IncidentState state, List<String> words) {
    List<String> failing = state.getUpstreams();
    Optional<String> plain = facts.answeredSince(state.getFirstSlot(), address -> !tls(address));
    Optional<String> well =
        facts.answeredSince(
            state.getFirstSlot(), address -> tls(address) && !failing.contains(address));
    if (!failing.isEmpty()
        && failing.stream().allMatch(IncidentWords::tls)
        && plain.isPresent()
        && well.isEmpty()) {
      words.add(
          "only HTTPS upstreams fail ("
              + failing.get(0)
              + "), plain ones do well ("
              + plain.get()
              + "): compare certificates, names and protocol versions");
    }
  }

  /** By its port: the log of a success does not say whether it was encrypted. */
  private static boolean tls(String address) {
    return address.endsWith(":443") || address.endsWith(":8443");
  }

  private static String cameBack(int times) {
    return times == 1
        ? "came back after it seemed over"
        : "flapping: came back " + times + " times after it seemed over";
  }

  /** What a retry costs: the client waits for as long as the first try took to fail. */
  private static String waited(IncidentState state) {
    return state.getMaxDurationUs() < 0
        ? ""
        : String.format(
            Locale.ROOT, ", which waited %.3f s longer at most", state.getMaxDurationUs() / 1e6);
  }

  private static String counted(Incident incident) {
    IncidentState state = incident.state();
    if (state.getHidden()) {
      return String.format(
          Locale.ROOT,
          "%d attempts failed on %s; a retry hid each of them from the client%s",
          state.getHiddenFailures(),
          incident.key(),
          waited(state));
    }
    double percent = 100.0 * state.getFailed() / Math.max(1, state.getTotal());
    return String.format(
        Locale.ROOT,
        "%d of %d requests on %s failed (%.1f %%; usual: %.2f %%)",
        state.getFailed(),
        state.getTotal(),
        incident.key(),
        percent,
        100 * state.getBaselineRatio());
  }
}
