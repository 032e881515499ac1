package io.badhop.ingest.parse.app;

import java.util.List;
import java.util.Locale;

/**
 * Status codes of gRPC, which travel in a trailer: the HTTP status is 200 whatever happened. Each
 * stands for the HTTP status that <a
 * href="https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto">google.rpc.Code</a>
 * names for it: UNAVAILABLE 503, DEADLINE_EXCEEDED 504, RESOURCE_EXHAUSTED 429, CANCELLED 499,
 * UNIMPLEMENTED 501, UNKNOWN, INTERNAL and DATA_LOSS 500; the rest is the caller's fault.
 */
final class GrpcStatus {

  /** A code by its number: name and HTTP status. */
  private record Code(String name, int status) {}

  private static final List<Code> CODES =
      List.of(
          new Code("OK", 200),
          new Code("CANCELLED", 499),
          new Code("UNKNOWN", 500),
          new Code("INVALID_ARGUMENT", 400),
          new Code("DEADLINE_EXCEEDED", 504),
          new Code("NOT_FOUND", 404),
          new Code("ALREADY_EXISTS", 409),
          new Code("PERMISSION_DENIED", 403),
          new Code("RESOURCE_EXHAUSTED", 429),
          new Code("FAILED_PRECONDITION", 400),
          new Code("ABORTED", 409),
          new Code("OUT_OF_RANGE", 400),
          new Code("UNIMPLEMENTED", 501),
          new Code("INTERNAL", 500),
          new Code("UNAVAILABLE", 503),
          new Code("DATA_LOSS", 500),
          new Code("UNAUTHENTICATED", 401));

  private GrpcStatus() {}

  /**
   * HTTP status of a code.
   *
   * @param code number or name in any style: {@code 14}, {@code UNAVAILABLE}, {@code Unavailable}
   * @return -1 when the text is no code
   */
  static int status(String code) {
    Code found = code(code);
    return found == null ? -1 : found.status();
  }

  /** Name of a code as the specification writes it; empty when the text is no code. */
  static String name(String code) {
    Code found = code(code);
    return found == null ? "" : found.name();
  }

  private static Code code(String text) {
    int number = text.length() <= 2 ? AppRecords.whole(text) : -1;
    if (number >= 0) {
      return number < CODES.size() ? CODES.get(number) : null;
    }
    // Go writes DeadlineExceeded and Canceled.
    String bare = text.replace("_", "").toUpperCase(Locale.ROOT);
    for (Code code : CODES) {
      if (code.name().replace("_", "").equals(bare)) {
        return code;
      }
    }
    return bare.equals("CANCELED") ? CODES.get(1) : null;
  }
}
