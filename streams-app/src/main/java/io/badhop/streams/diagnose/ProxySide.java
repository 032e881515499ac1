package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * What a proxy's record, with the application's below it, says of an exchange.
 *
 * @param outcome how it ended
 * @param verdict why; null for {@link Outcome#FINE}
 * @param failing the try that failed, or the last one
 * @param hidden tries that failed behind an exchange that did not
 * @param retried true when there was more than one try
 * @param triedBefore other upstreams whose try failed for the same cause, in order
 */
record ProxySide(
    Outcome outcome,
    Verdict verdict,
    Try failing,
    List<HiddenFailure> hidden,
    boolean retried,
    List<String> triedBefore) {

  private ProxySide(
      Outcome outcome, Verdict verdict, Try failing, List<HiddenFailure> hidden, boolean retried) {
    this(outcome, verdict, failing, hidden, retried, List.of());
  }

  private static final double SECOND_HAND = 0.9;

  /** A state that speaks of a failure after a good status was sent can mean nothing else. */
  private static final double CUT_BY_STATE = 0.92;

  static ProxySide of(Case c) {
    ProxyEvent proxy = c.proxy();
    List<Try> tries = Tries.of(proxy);
    Try last = tries.get(tries.size() - 1);
    List<Evidence> explicit = Readers.explicit(last, true);
    Outcome outcome = Outcome.of(proxy, explicit);
    boolean retried = tries.size() > 1 || proxy.getRetries() > 0;
    return switch (outcome) {
      case FAILED -> failed(c, tries, explicit, retried);
      case CUT ->
          new ProxySide(outcome, cut(c, last, explicit), last, hidden(tries, true), retried);
      case ABORTED -> new ProxySide(outcome, aborted(last), last, hidden(tries, true), retried);
      case UNKNOWN_REQUEST -> new ProxySide(outcome, unknown(proxy), last, List.of(), retried);
      case RULED -> new ProxySide(outcome, ruled(proxy), last, List.of(), retried);
      case FINE -> new ProxySide(outcome, null, last, hidden(tries, false), retried);
    };
  }

  private static ProxySide failed(
      Case c, List<Try> tries, List<Evidence> explicit, boolean retried) {
    Try last = tries.get(tries.size() - 1);
    List<Evidence> evidence = new ArrayList<>(explicit);
    evidence.addAll(AttemptFacts.read(last));
    List<Evidence> app = AppFacts.read(c.proxy(), c.app());
    if (evidence.stream().allMatch(piece -> piece.strength() == 0)) {
      evidence.addAll(StatusPairs.read(last));
    }
    evidence.addAll(app);
    evidence.addAll(MissingTiers.app(c, last, evidence));
    evidence.add(timing(last));
    Verdict verdict = Weighing.judge(evidence);
    List<Try> before = tries.subList(0, tries.size() - 1);
    Try origin = symptom(verdict.cause()) ? origin(before) : null;
    if (origin != null) {
      Verdict first = judge(origin);
      Verdict both =
          new Verdict(
                  first.cause(), first.domain(), first.confidence() * SECOND_HAND, first.words())
              .followedBy(verdict.words());
      return failed(both, origin, before, retried);
    }
    return failed(verdict.followedBy(said(before)), last, before, retried);
  }

  private static ProxySide failed(Verdict verdict, Try failing, List<Try> before, boolean retried) {
    List<String> triedBefore =
        before.stream()
            .filter(one -> broken(one) && judge(one).cause() == verdict.cause())
            .map(Try::address)
            .filter(address -> !address.isEmpty() && !address.equals(failing.address()))
            .distinct()
            .sorted()
            .toList();
    return new ProxySide(Outcome.FAILED, verdict, failing, List.of(), retried, triedBefore);
  }

  private static boolean symptom(Cause cause) {
    return cause == Cause.NO_HEALTHY_UPSTREAM || cause == Cause.UNKNOWN;
  }

  /** The latest earlier try that tells more than a symptom; null when none does. */
  private static Try origin(List<Try> before) {
    for (int i = before.size() - 1; i >= 0; i--) {
      if (broken(before.get(i)) && !symptom(judge(before.get(i)).cause())) {
        return before.get(i);
      }
    }
    return null;
  }

  private static List<String> said(List<Try> before) {
    List<String> words = new ArrayList<>();
    for (Try one : before) {
      List<String> own = broken(one) ? judge(one).words() : List.of();
      if (!own.isEmpty()) {
        words.add("before that: " + own.get(0));
      }
    }
    return words;
  }

  private static Evidence timing(Try last) {
    long us = last.durationUs();
    String words =
        us < 0
            ? ""
            : last.instant()
                ? "failed at once, within " + Words.time(us)
                : "failed after " + Words.time(us);
    return Evidence.remark(Grade.TIMING, words);
  }

  private static Verdict cut(Case c, Try last, List<Evidence> explicit) {
    List<Evidence> evidence = new ArrayList<>(explicit);
    evidence.add(
        Evidence.of(
            Grade.ATTEMPT,
            Cause.BODY_TRUNCATED,
            0.5,
            "status "
                + c.proxy().getStatus()
                + " was sent, then the answer broke off"
                + last.where()));
    Verdict verdict = Weighing.judge(evidence);
    return verdict.cause() == Cause.BODY_TRUNCATED
        ? verdict
        : new Verdict(Cause.BODY_TRUNCATED, FaultDomain.APP, CUT_BY_STATE, verdict.words());
  }

  private static Verdict aborted(Try last) {
    ProxyEvent proxy = last.proxy();
    String state =
        proxy.getTermination().isEmpty() ? "status " + proxy.getStatus() : proxy.getTermination();
    String name = proxy.getSoftware().isEmpty() ? "proxy" : proxy.getSoftware();
    String words =
        name
            + ": the client left"
            + (proxy.getDurationUs() < 0 ? "" : " after " + Words.time(proxy.getDurationUs()))
            + " ("
            + state
            + ")";
    return new Verdict(Cause.CLIENT_ABORT, FaultDomain.CLIENT, 0.9, List.of(words));
  }

  private static Verdict unknown(ProxyEvent proxy) {
    String words =
        proxy.getSoftware()
            + ": answered "
            + proxy.getStatus()
            + " to a method or version that it does not know, and asked no upstream";
    return new Verdict(Cause.CLIENT_ABORT, FaultDomain.CLIENT, 0.7, List.of(words));
  }

  private static Verdict ruled(ProxyEvent proxy) {
    String words =
        "haproxy: a rule answered " + proxy.getStatus() + " (" + proxy.getTermination() + ")";
    return new Verdict(Cause.MAINTENANCE, FaultDomain.PROXY, 0.6, List.of(words));
  }

  private static Verdict judge(Try one) {
    List<Evidence> evidence = new ArrayList<>(Readers.explicit(one, false));
    evidence.addAll(AttemptFacts.read(one));
    evidence.add(timing(one));
    return Weighing.judge(evidence);
  }

  /** True when the try itself failed, whatever became of the exchange. */
  private static boolean broken(Try one) {
    boolean said = Readers.explicit(one, false).stream().anyMatch(Readers::decisive);
    return one.status() >= 500 || (one.status() <= 0 || one.attempt() == null) && said;
  }

  private static List<HiddenFailure> hidden(List<Try> tries, boolean withoutLast) {
    List<HiddenFailure> hidden = new ArrayList<>();
    for (Try one : withoutLast ? tries.subList(0, tries.size() - 1) : tries) {
      if (broken(one)) {
        Verdict verdict = judge(one);
        hidden.add(
            new HiddenFailure(
                one.address(),
                one.pool(),
                verdict.cause(),
                verdict.domain(),
                verdict.confidence(),
                verdict.words(),
                one.durationUs()));
      }
    }
    Try last = tries.get(tries.size() - 1);
    if (hidden.isEmpty() && last.proxy().getRetries() > 0) {
      hidden.add(CountedRetries.before(last));
    }
    return hidden;
  }
}
