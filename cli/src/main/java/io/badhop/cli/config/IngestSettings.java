package io.badhop.cli.config;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What logs to read.
 *
 * @param sources the logs
 * @param nginx nginx configurations that define the log formats
 * @param haproxy HAProxy configurations
 * @param apache Apache configurations
 * @param checkpoints folder for the positions in files; null for {@code checkpoints} in the data
 *     folder
 */
public record IngestSettings(
    List<Source> sources,
    List<Path> nginx,
    List<Path> haproxy,
    List<Path> apache,
    Path checkpoints) {
  public static final IngestSettings DEFAULT =
      new IngestSettings(List.of(), List.of(), List.of(), List.of(), null);

  public IngestSettings {
    sources = List.copyOf(sources);
    nginx = List.copyOf(nginx);
    haproxy = List.copyOf(haproxy);
    apache = List.copyOf(apache);
  }

  /**
   * Logs of one kind on one machine.
   *
   * @param files files, folders or patterns such as {@code /var/log/nginx/*.log}
   * @param format name of the format; empty to find it from the first lines
   * @param site site that it belongs to; empty for the site that lists {@code host}
   * @param host name of the machine
   * @param zone zone of timestamps that carry none
   * @param fields names of fields in a JSON application log, by meaning
   */
  public record Source(
      List<Path> files,
      String format,
      String site,
      String host,
      ZoneId zone,
      Map<String, List<String>> fields) {
    public static final Source DEFAULT =
        new Source(List.of(), "", "", "", ZoneId.of("UTC"), Map.of());

    public Source {
      files = List.copyOf(files);
      fields = Map.copyOf(fields);
    }
  }
}
