package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Programs that are not ours, which tests meet where they are installed. With {@code
 * BADHOP_PEERS=required} in the environment a missing one fails its tests.
 */
public final class Peers {

  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private Peers() {}

  /**
   * Skips the test, and says so in one line, when something is missing.
   *
   * @param mend what is missing and how to get it
   */
  public static void require(boolean there, String mend) {
    if ("required".equals(System.getenv("BADHOP_PEERS"))) {
      assertThat(there).as(mend).isTrue();
    }
    if (!there && TOLD.add(mend)) {
      System.err.println("skipped: " + mend);
    }
    assumeThat(there).as(mend).isTrue();
  }

  /** Whether a command can be run and ends with 0. */
  public static boolean works(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
