package io.badhop.ingest.parse.iis;

/**
 * Reasons of http.sys. The words are chosen so that a reader of error texts knows them; the
 * sub-status is the nearest of IIS's own list, since http.sys logs none.
 */
final class HttpErrReasons {

  private HttpErrReasons() {}

  /** Sub-status of a 503 that http.sys sent itself; empty where the list has none. */
  static String substatus(String reason) {
    return switch (reason) {
      case "AppOffline", "AppShutdown", "Disabled", "AppPoolTimer" -> "503.0";
      case "QueueFull", "ConnLimit" -> "503.2";
      default -> "";
    };
  }

  /** The reason in words. */
  static String words(String reason) {
    return switch (reason) {
      case "AppOffline" -> "the application pool was taken offline because of its errors";
      case "AppShutdown" -> "the application pool was shut down by its settings";
      case "Disabled" -> "the application pool was stopped by an administrator";
      case "AppPoolTimer" -> "the application pool is too busy to take the request";
      case "QueueFull" -> "the queue of the application pool is full";
      case "ConnLimit" -> "the site's limit of connections is reached";
      case "Connection_Abandoned_By_AppPool", "Connection_Abandoned_By_ReqQueue" ->
          "the worker process prematurely closed the request";
      case "Connection_Dropped", "Connection_Dropped_List_Full", "Client_Reset" ->
          "client closed request";
      case "Timer_AppPool" -> "the request waited too long in the application pool's queue";
      case "Timer_Response" -> "the answer waited too long to be sent";
      case "Timer_EntityBody" -> "the client did not send the body in time";
      case "Timer_MinBytesPerSecond" -> "the client took the answer too slowly";
      default -> "http.sys refused the request";
    };
  }

  /** Reasons that are about the visitor's request or connection, not about a failure here. */
  static boolean harmless(String reason) {
    return switch (reason) {
      case "Timer_ConnectionIdle", "Timer_HeaderWait", "Timer_SslRenegotiation" -> true;
      default -> false;
    };
  }
}
