package io.badhop.cli.run;

/** A part of badhop at work in threads of its own. */
public interface Part extends AutoCloseable {

  /** Its name in messages. */
  String name();

  /** Starts; returns when it is at work. */
  void start();

  /** Ends it in order, after what it has in hand; may take some seconds. */
  @Override
  void close();
}
