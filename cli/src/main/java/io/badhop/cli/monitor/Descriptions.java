package io.badhop.cli.monitor;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.NamingConvention;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the meters the meaning that docs/METRICS.md states, so that the two cannot differ. */
final class Descriptions implements MeterFilter {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(badhop_\\w+)` \\|[^|]*\\|[^|]*\\| (.*) \\|$", Pattern.MULTILINE);

  private final Map<String, String> meanings = new HashMap<>();
  private final NamingConvention names;

  /**
   * @param names how the documented names are made
   */
  Descriptions(NamingConvention names) {
    this.names = names;
    Matcher rows = ROW.matcher(document());
    while (rows.find()) {
      meanings.put(rows.group(1), rows.group(2));
    }
  }

  static String document() {
    try (InputStream in = Descriptions.class.getResourceAsStream("/METRICS.md")) {
      if (in == null) {
        throw new IllegalStateException("the program's jar lacks METRICS.md");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    String name = names.name(id.getName(), id.getType(), id.getBaseUnit());
    String meaning = meanings.get(name);
    if (meaning == null && id.getType() == Meter.Type.COUNTER) {
      meaning = meanings.get(name + "_total");
    }
    return meaning == null
        ? id
        : new Meter.Id(
            id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), meaning, id.getType());
  }
}
