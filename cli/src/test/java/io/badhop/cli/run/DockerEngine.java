package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/** Whether containers can be run here. */
final class DockerEngine {

  private DockerEngine() {}

  /**
   * Skips the test without an engine or without one of the images, at once: a missing image would
   * be asked of registries for minutes. Fails it where all peers have to be there.
   */
  static void require(String... images) {
    boolean engine = works("docker", "info");
    require(engine, "no Docker engine answers (apt install docker.io, and start it)");
    for (String image : images) {
      require(
          works("docker", "image", "inspect", image),
          "the image " + image + " is not there; containers/build makes it");
    }
  }

  /** The compose program, as the words that start it. */
  static List<String> compose() {
    if (works("docker", "compose", "version")) {
      return List.of("docker", "compose");
    }
    require(works("docker-compose", "version"), "no docker-compose (apt install docker-compose)");
    return List.of("docker-compose");
  }

  private static void require(boolean there, String missing) {
    String told = "containers are not tested: " + missing;
    if ("required".equals(System.getenv("BADHOP_PEERS"))) {
      assertThat(there).as(told).isTrue();
    }
    assumeThat(there).as(told).isTrue();
  }

  private static boolean works(String... command) {
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
