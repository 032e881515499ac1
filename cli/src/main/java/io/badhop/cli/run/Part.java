package io.badhop.cli.run;

import io.badhop.cli.monitor.Watched;

/** A part of badhop at work in threads of its own. */
public interface Part extends Watched, AutoCloseable {

  /** Its name in messages. */
  @Override
  String name();

  /** Starts; returns when it is at work. */
  void start();

  /** Ends it in order, after what it has in hand; may take some seconds. */
  @Override
  void close();
}
