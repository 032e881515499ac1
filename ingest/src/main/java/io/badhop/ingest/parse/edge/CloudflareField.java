package io.badhop.ingest.parse.edge;

import java.util.Arrays;
import java.util.List;

/** Fields of the data set http_requests that an event takes something from. */
enum CloudflareField {
  RAY("RayID"),
  PARENT_RAY("ParentRayID"),
  STATUS("EdgeResponseStatus"),
  START("EdgeStartTimestamp"),
  END("EdgeEndTimestamp"),
  METHOD("ClientRequestMethod"),
  HOST("ClientRequestHost"),
  PATH("ClientRequestPath"),
  URI("ClientRequestURI"),
  CLIENT("ClientIP"),
  LOCATION("EdgeColoCode"),
  CACHE("CacheCacheStatus"),
  WORKER("WorkerStatus"),
  ERROR("ResponseHeaders.cf-error-type"),
  REQUEST_ID("RequestHeaders.x-request-id"),
  TRACE("RequestHeaders.traceparent"),
  ORIGIN("OriginIP"),
  ORIGIN_STATUS("OriginResponseStatus"),
  ORIGIN_CONNECT("OriginTCPHandshakeDurationMs"),
  ORIGIN_HEADER("OriginResponseHeaderReceiveDurationMs"),
  ORIGIN_RESPONSE("OriginResponseDurationMs"),
  /** Nanoseconds; older than {@link #ORIGIN_RESPONSE}. */
  ORIGIN_TIME("OriginResponseTime");

  final String key;

  CloudflareField(String key) {
    this.key = key;
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(field -> field.key).toList();
  }
}
