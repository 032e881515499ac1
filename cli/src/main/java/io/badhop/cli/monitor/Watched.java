package io.badhop.cli.monitor;

import io.micrometer.core.instrument.MeterRegistry;

/** Something that has meters and a health. */
public interface Watched {

  /** Its name in the answers. */
  String name();

  /**
   * Registers its meters.
   *
   * @return to be called before each scrape
   */
  Runnable bindTo(MeterRegistry registry);

  /** How it is now; must not block. Asked by one thread, every two seconds. */
  Health health();
}
