package io.badhop.cli;

import io.badhop.streams.replay.ReplayListener;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error where somebody watches it, and nothing where nobody does. */
final class ReplayProgress implements ReplayListener, AutoCloseable {

  private static final int UPDATE_MS = 200;
  private static final long KB = 1 << 10;
  private static final long MB = 1 << 20;
  private static final long SMALL = 10 * MB;

  private final ProgressBar bar;

  private ReplayProgress(ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * @param bytes size of what is to be read
   */
  static ReplayProgress on(Terminal terminal, long bytes) {
    return new ReplayProgress(terminal.interactive() ? bar(terminal, bytes) : null);
  }

  private static ProgressBar bar(Terminal terminal, long bytes) {
    return new ProgressBarBuilder()
        .setTaskName("replay")
        .setInitialMax(bytes)
        .setUnit(bytes < SMALL ? " KB" : " MB", bytes < SMALL ? KB : MB)
        .setUpdateIntervalMillis(UPDATE_MS)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
        .build();
  }

  @Override
  public void progress(long events, long eventTime, long bytes) {
    if (bar != null) {
      bar.stepTo(bytes);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
