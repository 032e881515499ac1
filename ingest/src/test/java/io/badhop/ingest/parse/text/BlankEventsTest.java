package io.badhop.ingest.parse.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ProxyEvent;
import org.junit.jupiter.api.Test;

class BlankEventsTest {

  @Test
  void aBlankProxyEventIsWhatItsSchemaSays() {
    ProxyEvent built =
        ProxyEvent.newBuilder().setEventId(0).setTime(0).setRequestId("").setStatus(0).build();

    assertThat(BlankEvents.proxy()).isEqualTo(built);
  }

  @Test
  void aBlankEventOfAnApplicationIsWhatItsSchemaSays() {
    assertThat(BlankEvents.app())
        .isEqualTo(AppEvent.newBuilder().setEventId(0).setTime(0).setRequestId("").build());
  }
}
