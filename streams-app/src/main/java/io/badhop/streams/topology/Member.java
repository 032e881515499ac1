package io.badhop.streams.topology;

import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tier;
import java.util.Comparator;

/** One source of one tier, as the keeper knows it. */
final class Member {

  /** What the ticks so far have said of a source. */
  enum Standing {
    UNANNOUNCED,
    LIVE,
    IDLE,
    /** It reports, but is too far behind to be waited for. */
    LAGGING
  }

  /** What tells members apart; in order of site, tier and name. */
  record Id(String site, Tier tier, String source) implements Comparable<Id> {
    private static final Comparator<Id> ORDER =
        Comparator.comparing(Id::site).thenComparing(Id::tier).thenComparing(Id::source);

    static Id of(SourceWatermark report) {
      return new Id(report.getSite(), report.getTier(), report.getSource());
    }

    /** Before, or the same as, the first that a site can have. */
    static Id firstOf(String site) {
      return new Id(site, Tier.values()[0], "");
    }

    @Override
    public int compareTo(Id other) {
      return ORDER.compare(this, other);
    }
  }

  /** A tier of a site; in order of both. */
  record TierId(String site, Tier tier) implements Comparable<TierId> {
    private static final Comparator<TierId> ORDER =
        Comparator.comparing(TierId::site).thenComparing(TierId::tier);

    static TierId of(Id member) {
      return new TierId(member.site(), member.tier());
    }

    @Override
    public int compareTo(TierId other) {
      return ORDER.compare(this, other);
    }
  }

  final Id id;
  SourceWatermark report;
  Standing standing;

  /** The standing that a successor would find. */
  Standing stored;

  /** Wall clock of the last report, or of the keeper's start when that was later; microseconds. */
  long heard;

  /** Wall clock since which it is too far behind; {@link Long#MAX_VALUE} while it is not. */
  long behindSince = Long.MAX_VALUE;

  Member(SourceWatermark report, Standing standing, long heard) {
    this.id = Id.of(report);
    this.report = report;
    this.standing = standing;
    this.heard = heard;
  }

  /**
   * Takes in a report. Reports of one source come in order, but a watermark may not fall even so.
   */
  void hear(SourceWatermark next, long now) {
    SourceWatermark kept = next;
    if (next.getWatermark() < report.getWatermark()) {
      kept = SourceWatermark.newBuilder(next).setWatermark(report.getWatermark()).build();
    }
    report = kept;
    heard = now;
  }

  /** How far it is by its own word, with the delay that it states allowed for; microseconds. */
  long reach() {
    return report.getWatermark() + Math.max(0, report.getDeliveryDelayUs());
  }

  boolean ended() {
    return report.getState() == SourceState.ENDED;
  }
}
