package io.badhop.ingest.parse;

import io.badhop.ingest.parse.formats.Formats;
import java.util.List;

/**
 * The formats of one server, and the parsers that a file of it may need. One implementation a
 * server, listed in {@link Formats}.
 */
public interface FormatFamily {

  /** What {@code --format} can name. */
  List<Format> formats();

  /**
   * Parsers worth a try on a file. {@link Formats} runs each over the first lines and takes the one
   * that explains most; the confidence given here only breaks ties: 1 where a configuration names
   * this very file, 0.5 otherwise; 0 for one that is tried only when the user names its format.
   *
   * @param configs server configurations found beside the log or given by the user
   * @param fileName name of the file without its folder and without {@code .gz}
   * @param context what is known of the source; never null
   */
  List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context);
}
