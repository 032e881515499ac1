package io.badhop.benchmarks.judgement.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {

  private static final Facts FACTS = Facts.read();

  @TempDir private Path folder;

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    Case one = new Planner(3, FACTS).draw(5);
    Case again = new Planner(3, FACTS).draw(5);

    new Generator(FACTS).write(one, folder.resolve("a"));
    new Generator(FACTS).write(again, folder.resolve("b"));

    assertThat(contents(folder.resolve("a"))).isNotEmpty().isEqualTo(contents(folder.resolve("b")));
  }

  @Test
  void anotherSeedGivesOtherBytes() throws IOException {
    new Generator(FACTS).write(new Planner(3, FACTS).draw(5), folder.resolve("a"));
    new Generator(FACTS).write(new Planner(4, FACTS).draw(5), folder.resolve("b"));

    assertThat(contents(folder.resolve("a"))).isNotEqualTo(contents(folder.resolve("b")));
  }

  @Test
  void aLabelSaysWhatFailedAndWhen() throws IOException {
    Case one = incident();

    Generated generated = new Generator(FACTS).write(one, folder);

    Label label = generated.labels().get(0);
    assertThat(label.expected()).isTrue();
    assertThat(label.failed()).isGreaterThanOrEqualTo(12);
    assertThat(label.firstMs()).isBetween(label.fromMs(), label.toMs());
    assertThat(label.lastMs()).isLessThanOrEqualTo(label.toMs());
    assertThat(label.failedIds()).hasSizeGreaterThanOrEqualTo(label.failed());
    assertThat(generated.failed()).isGreaterThanOrEqualTo(label.failed());
  }

  private static Case incident() {
    Planner planner = new Planner(1, FACTS);
    return Stream.iterate(0, i -> i + 1)
        .map(planner::draw)
        .filter(c -> c.scenario().faults().size() == 1)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            root.relativize(file).toString(), Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    return contents;
  }
}
