package io.badhop.ingest.parse.app;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  private static final Map<String, Code> NAMED = named();

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
    if (text.isEmpty()) {
      return null;
    }
    int number = text.length() <= 2 ? AppRecords.whole(text) : -1;
    if (number >= 0) {
      return number < CODES.size() ? CODES.get(number) : null;
    }
    return NAMED.get(bare(text));
  }

  /** Go writes {@code DeadlineExceeded} and {@code Canceled}. */
  private static Map<String, Code> named() {
    Map<String, Code> named = new HashMap<>();
    CODES.forEach(code -> named.put(bare(code.name()), code));
    named.put("CANCELED", CODES.get(1));
    return Map.copyOf(named);
  }

  private static String bare(String name) {
    return name.replace("_", "").toUpperCase(Locale.ROOT);
  }
}
