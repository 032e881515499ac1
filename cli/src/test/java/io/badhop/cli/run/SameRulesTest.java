package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import io.badhop.streams.topology.TopologyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live run goes by the same rules as a replay with the same configuration. */
class SameRulesTest {

  @Test
  void theAnalysisTakesThresholdsTemplatesAndWhatIsIgnored(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("badhop.yml");
    Files.writeString(
        file,
        "detect: {minFailures: 7}\n"
            + "sites: {shop: {routes: '/users/{id}', ignore: {hosts: canary.shop.example}}}\n");
    Settings settings = SettingsFile.load(file);

    TopologyConfig live = StreamsPart.topology(settings);

    assertThat(live.detect()).isEqualTo(SettingsFile.rules(file).detect());
    assertThat(live.detect().minFailures()).isEqualTo(7);
    assertThat(live.routes()).isEqualTo(SettingsFile.rules(file).routes());
    assertThat(live.routes().get("shop").match("/users/anna")).isEqualTo("/users/{id}");
    assertThat(live.exempt()).isEqualTo(SettingsFile.rules(file).exempt());
    assertThat(live.exempt().get("shop").hosts()).containsExactly("canary.shop.example");
  }
}
