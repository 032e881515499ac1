package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.IncidentState;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CauseTalliesTest {

  private final IncidentState state = new IncidentState();
  private final CauseTallies tallies = new CauseTallies(state);

  @BeforeEach
  void nothing() {
    state.setCauses(new ArrayList<>());
  }

  @Test
  void mostFailuresDecide() {
    app(Cause.APP_ERROR, 10, 0.9);
    app(Cause.PREMATURE_CLOSE, 20, 0.9);

    assertThat(tallies.leading().getCause()).isEqualTo(Cause.PREMATURE_CLOSE);
  }

  @Test
  void guessesDoNotOutvoteWhatIsSaidPlainly() {
    app(Cause.CONNECTION_REFUSED, 20, 0.5);
    app(Cause.PREMATURE_CLOSE, 5, 0.95);

    assertThat(tallies.leading().getCause()).isEqualTo(Cause.PREMATURE_CLOSE);
  }

  @Test
  void aSinglePlainFailureAmongManyGuessesIsAnother() {
    app(Cause.CONNECTION_REFUSED, 20, 0.5);
    app(Cause.PREMATURE_CLOSE, 1, 0.95);

    assertThat(tallies.leading().getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
  }

  @Test
  void guessesDecideWhereThereIsNothingElse() {
    app(Cause.CONNECTION_REFUSED, 20, 0.5);
    app(Cause.APP_UNAVAILABLE, 5, 0.55);

    assertThat(tallies.leading().getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
  }

  @Test
  void aSymptomSaysNothingOfTheOrigin() {
    app(Cause.NO_HEALTHY_UPSTREAM, 100, 0.99);
    app(Cause.CONNECTION_REFUSED, 3, 0.5);

    assertThat(tallies.leading().getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
  }

  private void app(Cause cause, long count, double confidence) {
    tallies.add(cause, FaultDomain.APP, count, confidence);
  }
}
