package io.badhop.streams.detect;

import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Tier;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Of which keys a view's logs show what went well, and not only what failed. */
final class SeenTraffic {

  /** Counts successes whose upstream the log names, whichever it is. */
  static final KeyId NAMED = KeyId.of(KeyKind.UPSTREAM, "*");

  /** Share of the exchanges from which on a log counts as one that names upstreams. */
  private static final double MOST_NAMED = 0.5;

  private final Tier view;
  private final Histories histories;
  private BooleanSupplier upstreamsNamed = () -> true;
  private Predicate<String> answered = upstream -> true;

  SeenTraffic(Tier view, Histories histories) {
    this.view = view;
    this.histories = histories;
  }

  /**
   * Says whether the logs name upstreams of exchanges that went well, too.
   *
   * @param named asked each time; without it they do
   * @param ever whether an upstream was ever seen to answer, asked each time
   */
  void upstreamsNamed(BooleanSupplier named, Predicate<String> ever) {
    upstreamsNamed = named;
    answered = ever;
  }

  /**
   * The key by whose traffic a key is measured: itself, unless the logs name the like of it only
   * where something failed. A proxy's record names the application's instance through the
   * application's own record, which is asked for failures only; some proxies name upstreams and
   * pools in their error logs only. Such a key has no successes of its own, and would look as if
   * all of it failed.
   *
   * @param frontier slot after the last one evaluated
   */
  KeyId measure(KeyId key, long frontier) {
    KeyKind kind = key.pair() ? key.andKind() : key.kind();
    boolean hasSuccesses =
        switch (kind) {
          case INSTANCE -> view == Tier.APP;
          case UPSTREAM -> ofUpstream(key.pair() ? key.andValue() : key.value(), frontier);
          case POOL -> upstreamsNamed.getAsBoolean();
          default -> true;
        };
    if (hasSuccesses) {
      return key;
    }
    return key.pair() ? KeyId.of(key.kind(), key.value()) : KeyId.ALL;
  }

  /**
   * True when the traffic of an upstream is seen. Where most exchanges name theirs, one that was
   * never seen to answer is dead; where few do, a line of the error log may have named it only
   * because something failed.
   */
  private boolean ofUpstream(String upstream, long frontier) {
    long to = frontier - 1;
    long from = to - Board.WINDOW + 1;
    return upstreamsNamed.getAsBoolean()
        && (answered.test(upstream)
            || histories.exchanges(NAMED, from, to)
                >= MOST_NAMED * histories.exchanges(KeyId.ALL, from, to));
  }
}
