package io.badhop.ingest.ship;

import java.nio.file.Path;
import java.util.List;

/**
 * Logs that are written to, all read alike.
 *
 * @param paths files, which need not exist yet, folders, and patterns such as {@code
 *     /var/log/nginx/*.log}; new files in folders and under patterns are taken up
 * @param options how they are read
 */
public record FollowedLogs(List<Path> paths, LogSetOptions options) {

  public FollowedLogs {
    paths = List.copyOf(paths);
  }
}
