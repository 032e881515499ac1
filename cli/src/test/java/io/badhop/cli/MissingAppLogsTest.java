package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Logs are sampled, filtered, or off. What is merely not logged must prove nothing: recorded
 * incidents are diagnosed alike with a fifth of the application's lines gone, and without the
 * application's log.
 */
class MissingAppLogsTest {

  /** JSON is YAML, and YAML is what the command line reads anyway. */
  private static final Yaml JSON = new Yaml();

  private static final Set<String> LOUD = Set.of("MINOR", "MAJOR", "CRITICAL");

  /** The labels' words for hops; a proxy that the edge cannot reach may be at fault itself. */
  private static final Map<String, Set<String>> DOMAINS =
      Map.of(
          "edge", Set.of("EDGE", "PROXY"),
          "proxy", Set.of("PROXY"),
          "app", Set.of("APP"),
          "upstream-network", Set.of("UPSTREAM_LINK"));

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("recordings")
  void theSameIsFoundWithFewerLinesOfTheApplicationOrNone(Path logs) throws IOException {
    List<Set<String>> labels = labels(logs);

    assertFound(labels, loud(copy(logs, "sampled", 5)), "a fifth of the lines removed");
    assertFound(labels, loud(copy(logs, "none", 1)), "no application log");
  }

  /** Hop, cause and key of some causes that the application's own lines speak of most. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "app_exception",
        "app_unavailable",
        "edge_524_slow_app",
        "pool_exhausted_php",
        "premature_close_header",
        "slow_but_ok"
      })
  void theSameIsSaidWithFewerLinesOfTheApplicationOrNone(String recording) throws IOException {
    Path logs = recorded().resolve(recording);
    Set<String> complete = loud(copy(logs, "complete", 0));

    assertThat(loud(copy(logs, "sampled", 5)))
        .as("a fifth of the lines removed")
        .isEqualTo(complete);
    assertThat(loud(copy(logs, "none", 1))).as("no application log").isEqualTo(complete);
  }

  /** As many incidents as labels, and for each label one whose hop is right. */
  private static void assertFound(List<Set<String>> labels, Set<String> loud, String what) {
    List<String> left = new ArrayList<>(loud);
    for (Set<String> domains : labels) {
      Optional<String> found =
          left.stream()
              .filter(words -> domains.contains(words.substring(0, words.indexOf(' '))))
              .findFirst();
      assertThat(found).as("%s: one at %s among %s", what, domains, loud).isPresent();
      left.remove(found.orElseThrow());
    }
    assertThat(left).as("%s: what nothing explains", what).isEmpty();
  }

  /** Hops that are right for each fault of a recording that somebody is to be told of. */
  private static List<Set<String>> labels(Path logs) throws IOException {
    Map<String, Object> truth = JSON.load(Files.readString(logs.resolve("truth.json")));
    List<Set<String>> labels = new ArrayList<>();
    for (Object each : (List<?>) truth.get("incidents")) {
      Map<?, ?> incident = (Map<?, ?>) each;
      if (Boolean.TRUE.equals(incident.get("alert_expected"))) {
        Set<String> domains = new TreeSet<>(DOMAINS.get(incident.get("fault_domain").toString()));
        if (incident.get("accept_domains") instanceof List<?> more) {
          more.forEach(domain -> domains.add(domain.toString()));
        }
        labels.add(domains);
      }
    }
    return labels;
  }

  /**
   * Hop, cause and key of each incident that somebody is to be told of, as they stood at its end.
   */
  private Set<String> loud(Path logs) throws IOException {
    Path out = folder.resolve(logs.getFileName() + ".ndjson");
    Cli cli = Cli.run("replay", logs, "--out", out);
    assertThat(cli.status()).as(cli.err()).isZero();
    Map<String, String> last = new TreeMap<>();
    for (String line : Files.readAllLines(out)) {
      Map<String, Object> escalation = JSON.load(line);
      if (LOUD.contains(escalation.get("severity"))) {
        last.put(escalation.get("incidentId").toString(), words(escalation));
      }
    }
    return new TreeSet<>(last.values());
  }

  private static String words(Map<String, Object> escalation) {
    Map<?, ?> key = (Map<?, ?>) escalation.get("key");
    return escalation.get("faultDomain")
        + " "
        + escalation.get("cause")
        + " "
        + key.get("kind")
        + " "
        + key.get("value");
  }

  /**
   * A copy in which every n-th line of the application's log is missing; all of the log for 1,
   * nothing for 0.
   */
  private Path copy(Path logs, String name, int missing) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(logs)) {
      all.filter(file -> !file.endsWith("truth.json")).forEach(files::add);
    }
    for (Path file : files) {
      boolean app = file.getFileName().toString().startsWith("app.");
      if (!app || missing == 0) {
        Files.copy(file, copy.resolve(file.getFileName()));
      } else if (missing > 1) {
        thin(file, copy.resolve(file.getFileName()), missing);
      }
    }
    return copy;
  }

  private static void thin(Path from, Path to, int missing) throws IOException {
    try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(from)), StandardCharsets.UTF_8));
        BufferedWriter out =
            new BufferedWriter(
                new OutputStreamWriter(
                    new GZIPOutputStream(Files.newOutputStream(to)), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (number++ % missing != 0) {
          out.write(line);
          out.write('\n');
        }
      }
    }
  }

  static Stream<Path> recordings() throws IOException {
    try (Stream<Path> all = Files.list(recorded())) {
      return all
          .filter(folder -> Files.exists(folder.resolve("truth.json")))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path recorded() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolveSibling("shared").resolve("incidents");
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    assumeTrue(
        false, "no recorded incidents beside the checkout: there is no folder shared/incidents");
    throw new IllegalStateException("an assumption that fails does not return");
  }
}
