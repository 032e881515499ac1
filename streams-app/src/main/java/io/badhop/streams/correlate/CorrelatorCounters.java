package io.badhop.streams.correlate;

/**
 * Where every event went.
 *
 * @param events events taken in, copies under a second ID included: {@code events = joined +
 *     duplicate + late + overflowed}
 * @param joined kept in time
 * @param duplicate seen before under the same request ID
 * @param late older than their tier's watermark when they came
 * @param overflowed found no room
 * @param aliases of the events, copies under a second ID
 * @param exchanges records that anchor an exchange
 * @param counted exchanges handed on so far
 * @param uncounted exchanges given up as their tier had left before its watermark passed them
 * @param unfinished exchanges that were counted and not finished, as a tier below lagged too long
 */
public record CorrelatorCounters(
    long events,
    long joined,
    long duplicate,
    long late,
    long overflowed,
    long aliases,
    long exchanges,
    long counted,
    long uncounted,
    long unfinished) {

  /** None. */
  public static final CorrelatorCounters NONE =
      new CorrelatorCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The sum of both. */
  public CorrelatorCounters plus(CorrelatorCounters o) {
    return new CorrelatorCounters(
        events + o.events,
        joined + o.joined,
        duplicate + o.duplicate,
        late + o.late,
        overflowed + o.overflowed,
        aliases + o.aliases,
        exchanges + o.exchanges,
        counted + o.counted,
        uncounted + o.uncounted,
        unfinished + o.unfinished);
  }
}
