package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class PromptCommitTest {

  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
  private final PromptCommit commit = new PromptCommit(context);

  @Test
  void whatIsSaidOfANewRecordIsCommittedOnceAtTheNextLook() {
    context.setCurrentSystemTimeMs(10_000);
    commit.said(9_900);
    commit.said(9_950);
    assertThat(context.committed()).isFalse();

    look();
    assertThat(context.committed()).isTrue();

    context.resetCommit();
    look();
    assertThat(context.committed()).isFalse();
  }

  @Test
  void ofABacklogNothingIsCommittedBeforeTheInterval() {
    context.setCurrentSystemTimeMs(10_000);
    commit.said(0);
    look();
    assertThat(context.committed()).isFalse();
  }

  private void look() {
    List<MockProcessorContext.CapturedPunctuator> looks = context.scheduledPunctuators();
    assertThat(looks).hasSize(1);
    looks.get(0).getPunctuator().punctuate(context.currentSystemTimeMs());
  }
}
