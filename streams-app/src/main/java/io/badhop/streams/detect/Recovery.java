package io.badhop.streams.detect;

import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;

/**
 * When an incident is over: by successes, on its key or in its place, or because its key is not
 * asked for any more.
 */
final class Recovery {

  /**
   * No failure in n exchanges bounds the ratio at 3 / n with 95 % confidence (rule of three; J. A.
   * Hanley, "If Nothing Goes Wrong, Is Everything All Right?", 1983).
   */
  private static final double RULE_OF_THREE = 3;

  /**
   * The longest pause that counts when recovery is judged, and how long and how much other traffic
   * must go well when the key itself gets none any more.
   */
  private static final long GAP_CAP = 240;

  private static final long MOVED_ON_SLOTS = 240;
  private static final long MOVED_ON_TRAFFIC = 100;
  private static final double MISSED = 5;

  /** Ten minutes of silence: no more is waited for. */
  private static final long LONG_SILENCE = Board.WINDOW;

  private final DetectConfig config;
  private final SiteFacts facts;

  Recovery(DetectConfig config, SiteFacts facts) {
    this.config = config;
    this.facts = facts;
  }

  /** True when the incident is over with the slot. */
  boolean over(IncidentState state, Board board, long slot) {
    long silent = slot - state.getLastSlot();
    if (silent < Slots.of(config.quiet())) {
      return false;
    }
    if (!board.counted()) {
      // Nothing will show any more whether it is over: another view has taken its place.
      return true;
    }
    double ratio =
        state.getTotal() == 0
            ? 1
            : Math.min(
                1,
                (double) Math.max(state.getFailed(), state.getHiddenFailures()) / state.getTotal());
    if (state.getSuccessesSinceFailure() * ratio >= RULE_OF_THREE && stays(state, slot)) {
      return true;
    }
    long quiet = Math.max(Slots.of(config.quiet()), 2 * Math.min(state.getLongestGap(), GAP_CAP));
    if (silent < quiet) {
      return false;
    }
    if (state.getKey().getKind() == KeyKind.UPSTREAM && !facts.answersSeen()) {
      return spared(state, board);
    }
    if (replaced(state, board, slot)) {
      return true;
    }
    return silent >= Math.max(MOVED_ON_SLOTS, quiet)
        && missed(state, silent)
        && state.getTrafficSinceFailure() >= MOVED_ON_TRAFFIC;
  }

  /**
   * True when the key has been silent for so long that, at the pace it had while it failed, five
   * exchanges of it were due: chance leaves all five out once in 150 times (e^-5). What is rarely
   * asked for has not moved on after a minute.
   */
  private static boolean missed(IncidentState state, long silent) {
    long span = Math.max(1, state.getLastSlot() - state.getFirstSlot());
    double due = (double) Math.max(0, state.getTotal() - 1) * silent / span;
    return due >= MISSED || silent >= LONG_SILENCE;
  }

  /**
   * True when the key has done well for twice as long as it ever did between two failures. A pause
   * in which nobody asked is none.
   */
  private static boolean stays(IncidentState state, long slot) {
    return state.getWellSince() != Slots.NONE
        && slot - state.getWellSince() >= 2 * Math.min(state.getLongestLull(), GAP_CAP);
  }

  /**
   * Where the log names upstreams in its errors only, their successes cannot be seen. Then all
   * traffic has to do: it is well when as much of it passed as would have met the failure before,
   * twice over.
   */
  private static boolean spared(IncidentState state, Board board) {
    long all = board.exchanges(KeyId.ALL, state.getFirstSlot(), state.getLastSlot());
    double share = Math.min(1, (double) state.getFailed() / Math.max(1, all));
    return state.getTrafficSinceFailure() * share >= 2 * RULE_OF_THREE;
  }

  /**
   * True when requests of the paths that an upstream failed go well by now, on others or under no
   * pool's name, and none did while it failed: a wrong address is asked for nothing any more once
   * it is set right, and nginx names a pool only where no member of it is left. Where others had a
   * share of the paths all the time, their doing well says nothing of it.
   */
  private static boolean replaced(IncidentState state, Board board, long slot) {
    KeyKind kind = state.getKey().getKind();
    long last = state.getLastSlot();
    if (kind != KeyKind.UPSTREAM && kind != KeyKind.POOL
        || board.since(last + 1).anyMatch(cell -> on(state, cell))) {
      return false;
    }
    long from = state.getFirstSlot() + Beginnings.UNDER_WAY;
    long until = under(state, board, from, slot);
    long failed =
        Explainer.count(
            board
                .since(from)
                .filter(cell -> cell.slot <= until && on(state, cell) && !cell.hidden())
                .toList());
    long met = 0;
    long well = 0;
    for (String path : state.getPaths()) {
      KeyId key = KeyId.of(KeyKind.PATH, path);
      met += board.exchangesInside(key, from, until);
      well += board.exchanges(key, last + 1, slot);
    }
    return met <= failed && well >= RULE_OF_THREE;
  }

  /**
   * Slot up to which the trouble surely lasted. Its last failures show late where they are waited
   * for, and a proxy's workers do not all change at once; meanwhile others do well. Of an incident
   * that is too short for that all of it is taken.
   */
  private static long under(IncidentState state, Board board, long from, long now) {
    long last = state.getLastSlot();
    long asked =
        board
            .since(from)
            .filter(cell -> cell.slot <= last && on(state, cell))
            .mapToLong(Cell::asked)
            .max()
            .orElse(last);
    long until = asked - Beginnings.UNDER_WAY;
    return Beginnings.told(from, until, now) ? until : last;
  }

  private static boolean on(IncidentState state, Cell cell) {
    return state.getPaths().contains(cell.data.getPath());
  }

  /**
   * True when the mere passing of time makes it over no more: every span that is waited for has
   * passed.
   */
  boolean waitedFor(IncidentState state, long slot) {
    long longest = Math.max(Slots.of(config.quiet()), Math.max(LONG_SILENCE, 2 * GAP_CAP));
    return slot - state.getLastSlot() >= longest
        && (state.getWellSince() == Slots.NONE || slot - state.getWellSince() >= 2 * GAP_CAP);
  }
}
