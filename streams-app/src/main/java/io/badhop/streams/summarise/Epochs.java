package io.badhop.streams.summarise;

import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The epochs of one partition: the ticks that it has delivered, where they stand, and the newest
 * time in the epoch after each.
 */
final class Epochs {

  private static final class Epoch {
    final long tick;
    final long offset;
    long newest = Long.MIN_VALUE;

    Epoch(long tick, long offset) {
      this.tick = tick;
      this.offset = offset;
    }
  }

  private final Deque<Epoch> epochs = new ArrayDeque<>();
  private boolean resumes;
  private Tick last;

  /** What was asked last: most events of a partition are of one site. */
  private Tier markedTier;

  private String markedSite;
  private long mark;

  Epochs() {
    epochs.add(new Epoch(0, 0));
  }

  /** The next record is the tick that the needed records begin with. */
  void resume() {
    resumes = true;
    epochs.clear();
  }

  boolean resumes() {
    return resumes;
  }

  void tick(Tick tick, long offset) {
    resumes = false;
    last = tick;
    markedTier = null;
    epochs.add(new Epoch(tick.getNumber(), offset));
  }

  /** Number of the last tick; 0 before the first. */
  long passed() {
    return last == null ? 0 : last.getNumber();
  }

  /** What the last tick says of a site's tier; {@link Long#MIN_VALUE} when nothing. */
  long watermark(String site, Tier tier) {
    if (last == null || tier == markedTier && site.equals(markedSite)) {
      return last == null ? Long.MIN_VALUE : mark;
    }
    markedTier = tier;
    markedSite = site;
    mark = Long.MIN_VALUE;
    for (TierWatermark watermark : last.getWatermarks()) {
      if (watermark.getTier() == tier && watermark.getSite().equals(site)) {
        mark = watermark.getWatermark();
      }
    }
    return mark;
  }

  void event(long time) {
    epochs.getLast().newest = Math.max(epochs.getLast().newest, time);
  }

  /**
   * Offset of the tick before the oldest epoch in which something is still needed.
   *
   * @param closed number of the last tick closed
   * @param forgotten records before this time are not needed any more
   * @param first the tick to begin with, or before
   */
  long needed(long closed, long forgotten, long first) {
    while (epochs.size() > 1
        && epochs.peek().tick < Math.min(closed, first)
        && epochs.peek().newest < forgotten) {
      epochs.poll();
    }
    return epochs.isEmpty() ? 0 : epochs.peek().offset;
  }
}
