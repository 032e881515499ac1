package io.badhop.ingest.parse.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes of gRPC and the statuses that they stand for. */
class GrpcStatusTest {

  @ParameterizedTest
  @CsvSource({
    "0, OK, 200",
    "1, Canceled, 499",
    "2, Unknown, 500",
    "3, InvalidArgument, 400",
    "4, DeadlineExceeded, 504",
    "5, NotFound, 404",
    "6, AlreadyExists, 409",
    "7, PermissionDenied, 403",
    "8, RESOURCE_EXHAUSTED, 429",
    "9, FailedPrecondition, 400",
    "10, Aborted, 409",
    "11, OutOfRange, 400",
    "12, Unimplemented, 501",
    "13, INTERNAL, 500",
    "14, Unavailable, 503",
    "15, DataLoss, 500",
    "16, Unauthenticated, 401",
  })
  void aCodeIsKnownByItsNumberAndItsName(String number, String name, int status) {
    assertThat(GrpcStatus.status(number)).isEqualTo(status);
    assertThat(GrpcStatus.status(name)).isEqualTo(status);
    assertThat(GrpcStatus.name(name)).isEqualTo(GrpcStatus.name(number)).isNotEmpty();
  }

  @Test
  void whatIsNoCodeIsNone() {
    for (String text : new String[] {"", "17", "99", "503", "-1", "Broken", "1.0"}) {
      assertThat(GrpcStatus.status(text)).isEqualTo(-1);
      assertThat(GrpcStatus.name(text)).isEmpty();
    }
  }
}
