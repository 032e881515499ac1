package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import io.badhop.ingest.ship.LogSetOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the lines of a dead letter's source are read again. */
class ResendingTest {
  @TempDir Path folder;

  @Test
  void aPartitionOfARawTopicIsReadAsItsEntrySays() throws IOException {
    Path config = folder.resolve("badhop.yml");
    Files.writeString(
        config,
        """
        ingest:
          kafka:
            - {name: web, host: lb1, topics: [raw], site: shop, zone: Europe/Berlin, charset: ISO-8859-1}
        """);
    Settings settings = SettingsFile.load(config);
    Resending resending = new Resending(settings, UnaryOperator.identity());

    LogSetOptions own = resending.reading("lb1:web/raw-3");
    assertThat(own.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(own.charset()).isEqualTo(StandardCharsets.ISO_8859_1);
    assertThat(own.site()).isEqualTo("shop");
    assertThat(resending.reading("lb1:website/raw-3").site()).isEqualTo("default");
  }
}
