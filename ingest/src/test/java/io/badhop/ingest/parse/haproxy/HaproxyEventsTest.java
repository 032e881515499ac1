package io.badhop.ingest.parse.haproxy;

import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What HAProxy says of its servers. */
class HaproxyEventsTest {
  private static final String REQUEST =
      "192.0.2.7:40001 [03/Mar/2026:10:00:05.250] web bk/a 0/0/1/5/9 200 9 - - ---- 1/1/0/0/0 0/0"
          + " \"GET / HTTP/1.1\"";

  private final HaproxyParser parser =
      new HaproxyParser(
          ParseContext.of("test")
              .withAddresses(new AddressBook(Map.of("bk/a", "10.1.1.1:80"), Map.of())),
          Map.of());

  @Test
  void aServerThatWentDownIsEvidenceWithTheYearOfTheRequests() {
    proxy(parser, REQUEST);

    ComponentEvent event =
        component(
            parser,
            "Mar  3 10:00:07 lb-2 haproxy[77]: Server bk/a is DOWN, reason: Layer4 connection"
                + " problem, info: \"Connection refused\", check duration: 0ms.");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:07Z"));
    assertThat(event.getComponent()).isEqualTo("bk/a");
    assertThat(event.getAddress()).isEqualTo("10.1.1.1:80");
  }

  @Test
  void beforeTheFirstRequestTheYearIsUnknown() {
    assertThat(skipped(parser, "Mar  3 10:00:07 lb-2 haproxy[77]: Server bk/a is UP."))
        .isEqualTo("time-without-year");
  }
}
