package io.badhop.ingest.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Apache's combined format: the second in which a request began, its client, its path and its
 * status are all that the access line has to tell the error lines by.
 */
class ApacheWithoutDurationTest {

  private final ErrorBinder binder = new ErrorBinder();

  @Test
  void aLineThatQuotesAPathGoesWithItsThreadToThatPath() {
    error(10.2, "9:1", "AH01102", 104, "error reading status line from remote server 10.1.1.1:80");
    error(10.2, "9:1", "AH00898", -1, "Error reading from remote server returned by /pay");

    assertThat(codes(access(10, "/shop", 502))).isEmpty();
    assertThat(codes(access(10, "/pay", 502))).containsExactly("AH01102", "AH00898");
  }

  @Test
  void aCodeThatLeadsToA503IsNotThatOfA502() {
    error(10.2, "9:1", "AH01114", -1, "HTTP: failed to make connection to backend: 10.1.1.1");

    assertThat(codes(access(10, "/pay", 502))).isEmpty();
    assertThat(codes(access(10, "/pay", 503))).containsExactly("AH01114");
  }

  @Test
  void onlyWhatTimedOutMayComeLongAfterTheRequestBegan() {
    error(40, "9:1", "AH01102", 104, "error reading status line from remote server 10.1.1.1:80");
    error(41, "9:2", "AH01102", 70007, "error reading status line from remote server 10.1.1.1:80");

    assertThat(ErrorBinder.until(access(10, "/pay", 502))).isEqualTo(Lines.at(70));
    assertThat(binder.bind(access(10, "/pay", 502)).getErrors())
        .extracting(ErrorNote::getErrno)
        .containsExactly(70007);
  }

  @Test
  void aSuccessTakesNothing() {
    error(10.2, "9:1", "AH01114", -1, "HTTP: failed to make connection to backend: 10.1.1.1");

    assertThat(codes(access(10, "/pay", 200))).isEmpty();
  }

  private void error(double seconds, String thread, String code, int errno, String said) {
    ErrorNote note =
        ErrorNote.newBuilder()
            .setTime(Lines.at(seconds))
            .setLevel("error")
            .setMessage(code + ": " + said)
            .setCode(code)
            .setErrno(errno)
            .build();
    long id = note.hashCode() * 31L + thread.hashCode();
    binder.add(new ErrorRecord(id, "apache", note, "", "192.0.2.7", "", "", thread, 1));
  }

  private List<String> codes(ProxyEvent access) {
    return binder.bind(access).getErrors().stream().map(ErrorNote::getCode).toList();
  }

  private static ProxyEvent access(double seconds, String path, int status) {
    ProxyEvent event =
        ProxyEvent.newBuilder()
            .setEventId(1)
            .setTime(Lines.at(seconds))
            .setRequestId("r")
            .setStatus(status)
            .setErrors(new ArrayList<>())
            .build();
    event.setSoftware("apache");
    event.setResolution(1_000_000);
    event.setClientIp("192.0.2.7");
    event.setPath(path);
    return event;
  }
}
