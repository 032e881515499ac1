package io.badhop.ingest.parse.app;

import io.badhop.schemas.event.ComponentEventKind;
import java.util.Locale;

/** What applications and their frameworks say of their own process. */
final class ProcessWords {

  private ProcessWords() {}

  /** The kind of event that a message without a request tells of; null when it tells of none. */
  static ComponentEventKind kind(String text) {
    String message = text.toLowerCase(Locale.ROOT);
    if (message.contains("out of memory") || message.contains("outofmemoryerror")) {
      return ComponentEventKind.OUT_OF_MEMORY;
    }
    if (message.contains("worker timeout") || message.contains("terminating timed out worker")) {
      return ComponentEventKind.WORKER_TIMEOUT;
    }
    if (isFull(message)) {
      return ComponentEventKind.POOL_FULL;
    }
    if (isDeploy(message)) {
      return ComponentEventKind.DEPLOYED;
    }
    if (isStart(message)) {
      return ComponentEventKind.STARTED;
    }
    return message.contains("sigterm")
            || message.contains("shutting down")
            || message.contains("commencing graceful shutdown")
            || message.contains("gracefully stopping")
        ? ComponentEventKind.STOPPED
        : null;
  }

  /** HikariCP, SQLAlchemy, Tomcat's connector and others. */
  private static boolean isFull(String message) {
    return message.contains("connection is not available, request timed out")
        || message.contains("maximum number of threads (")
        || message.contains("pool")
            && (message.contains("exhausted")
                || message.contains("limit") && message.contains("reached"));
  }

  /**
   * Tomcat's {@code Deployment of web application archive [x.war] has finished in [9] ms},
   * WildFly's {@code WFLYSRV0010: Deployed "x.war"}, Heroku's {@code Release v42 created by user},
   * and what scripts that deploy say at their end.
   */
  private static boolean isDeploy(String message) {
    return message.contains("deployment of web application") && message.contains("has finished")
        || message.startsWith("wflysrv0010")
        || message.startsWith("release v") && message.contains(" created by ")
        || message.startsWith("deployed ")
        || message.startsWith("deploy finished")
        || message.startsWith("deployment finished")
        || message.startsWith("deployment completed");
  }

  /** Spring Boot says {@code Started X in 13.5 seconds (process running for 16)}. */
  private static boolean isStart(String message) {
    return message.contains("seconds (process running for")
        || message.contains("seconds (jvm running for")
        || message.contains("server startup in ")
        || message.contains("server listening")
        || message.contains("listening on ")
        || message.contains("puma starting in ");
  }
}
