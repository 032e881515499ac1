package io.badhop.benchmarks.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void oneCaseIsNamedBySeedAndIndex() {
    Options options = Options.parse("--only", "7:31", "--keep", "/tmp/one");

    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.first()).isEqualTo(31);
    assertThat(options.count()).isEqualTo(1);
    assertThat(options.keep()).isEqualTo(Path.of("/tmp/one"));
  }

  @Test
  void logsOfManyCasesAreNotKept() {
    assertThatThrownBy(() -> Options.parse("--keep", "/tmp/all")).hasMessageContaining("Usage");
  }
}
