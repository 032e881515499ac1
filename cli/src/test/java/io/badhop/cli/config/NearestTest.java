package io.badhop.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void aSwapOfNeighboursIsOneEdit() {
    assertThat(Nearest.distance("deatil", "detail")).isEqualTo(1);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("same", "same")).isZero();
  }

  @Test
  void theNearestWordIsFoundRegardlessOfCase() {
    assertThat(Nearest.of("PROXI", List.of("edge", "proxy", "app"))).contains("proxy");
  }

  @Test
  void aWordFarFromAllIsNotGuessed() {
    assertThat(Nearest.of("elephant", List.of("edge", "proxy", "app"))).isEmpty();
  }
}
