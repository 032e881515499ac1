package io.badhop.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a pipe that stays open, such as standard input, as it is written to. While there is no room
 * in the inbox the pipe is not read, which stops its writer.
 */
public final class PipeReceiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PipeReceiver.class);
  private static final int CHUNK = 1 << 16;

  private final String log;
  private final InputStream in;
  private final Inbox inbox;
  private final InstantSource clock;
  private byte[] bytes = new byte[2 * CHUNK];
  private int end;
  private long offset;
  private boolean skipping;
  private volatile boolean closed;
  private volatile boolean ended;

  private PipeReceiver(String log, InputStream in, Inbox inbox, InstantSource clock) {
    this.log = log;
    this.in = in;
    this.inbox = inbox;
    this.clock = clock;
  }

  /**
   * Begins to read.
   *
   * @param log name of the log that the lines belong to
   */
  public static PipeReceiver start(String log, InputStream in, Inbox inbox, InstantSource clock) {
    PipeReceiver receiver = new PipeReceiver(log, in, inbox, clock);
    // Reading a pipe cannot be broken off: the thread must not keep the process.
    Thread thread = new Thread(receiver::work, "badhop-pipe-" + log);
    thread.setDaemon(true);
    thread.start();
    return receiver;
  }

  /** Whether the pipe came to its end and all of it is in the inbox. */
  public boolean ended() {
    return ended;
  }

  private void work() {
    try {
      while (!closed) {
        if (end + CHUNK > bytes.length) {
          bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int count = in.read(bytes, end, CHUNK);
        if (count < 0) {
          hand(end);
          ended = true;
          return;
        }
        take(count);
      }
    } catch (IOException e) {
      LOG.warn("pipe cannot be read any further: log={} error={}", log, e.toString());
      ended = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands on all whole lines. */
  private void take(int count) throws InterruptedException {
    int from = end;
    end += count;
    int last = end - 1;
    while (last >= from && bytes[last] != '\n') {
      last--;
    }
    if (last >= from) {
      hand(last + 1);
    } else if (end > LineSource.MAX_LINE) {
      // Long enough to be known as too long; the rest of the line is passed over.
      hand(end);
      skipping = true;
    }
  }

  private void hand(int to) throws InterruptedException {
    int from = 0;
    if (skipping) {
      while (from < to && bytes[from] != '\n') {
        from++;
      }
      skipping = from == to;
      from = Math.min(to, from + 1);
    }
    if (from < to) {
      byte[] lines = Arrays.copyOfRange(bytes, from, to);
      inbox.put(new Batch(log, lines, offset + from, clock.instant()));
    }
    System.arraycopy(bytes, to, bytes, 0, end - to);
    end -= to;
    offset += to;
  }

  @Override
  public void close() {
    closed = true;
  }
}
