package io.badhop.cli.run;

import io.badhop.cli.Peers;
import java.util.List;

/** Whether containers can be run here. */
final class DockerEngine {

  private static final String NOT = "containers are not tested: ";

  private DockerEngine() {}

  /**
   * Skips the test without an engine or without one of the images, at once: a missing image would
   * be asked of registries for minutes. Fails it where all peers have to be there.
   */
  static void require(String... images) {
    boolean engine = Peers.works("docker", "info");
    Peers.require(
        engine,
        NOT + "no Docker engine answers (apt install docker.io, start it, then containers/build)");
    for (String image : images) {
      Peers.require(
          Peers.works("docker", "image", "inspect", image),
          NOT + "the image " + image + " is not there; containers/build makes it");
    }
  }

  /** The compose program, as the words that start it. */
  static List<String> compose() {
    if (Peers.works("docker", "compose", "version")) {
      return List.of("docker", "compose");
    }
    Peers.require(
        Peers.works("docker-compose", "version"),
        NOT + "no docker-compose (apt install docker-compose)");
    return List.of("docker-compose");
  }
}
