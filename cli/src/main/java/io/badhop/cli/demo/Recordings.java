package io.badhop.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The recordings in the program's jar, unpacked so that they are read like any log. */
public final class Recordings {

  /** A class path cannot be listed, so the files are named here. */
  private static final List<Recording> ALL =
      List.of(
          new Recording(
              "shop",
              List.of(
                  "nginx.conf",
                  "edge.ndjson.gz",
                  "proxy-access.log.gz",
                  "proxy-error.log.gz",
                  "app.ndjson.gz",
                  "php-fpm.log.gz",
                  "gunicorn-error.log.gz")),
          new Recording(
              "market",
              List.of(
                  "haproxy.cfg",
                  "edge.ndjson.gz",
                  "haproxy.log.gz",
                  "app.ndjson.gz",
                  "php-fpm.log.gz",
                  "gunicorn-error.log.gz")));

  private Recordings() {}

  private record Recording(String site, List<String> files) {}

  /**
   * The logs of one site.
   *
   * @param site its name
   * @param folder where its logs and the proxy's configuration are
   */
  public record Site(String site, Path folder) {}

  /** Unpacks all recordings below a folder. */
  public static List<Site> unpack(Path folder) throws IOException {
    List<Site> sites = new ArrayList<>();
    for (Recording recording : ALL) {
      Path target = Files.createDirectories(folder.resolve(recording.site()));
      for (String file : recording.files()) {
        copy("/demo/" + recording.site() + "/" + file, target.resolve(file));
      }
      sites.add(new Site(recording.site(), target));
    }
    return sites;
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream in = Recordings.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the program's jar lacks " + resource);
      }
      Files.copy(in, target);
    }
  }
}
