package io.badhop.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Sets logback up in code: reading an XML configuration would cost every start a tenth of a second.
 * Found by logback through {@code META-INF/services}.
 */
public final class ConsoleLogging extends ContextAwareBase implements Configurator {

  private static final String PLAIN = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%nopex";
  private static final String FULL = "%d{HH:mm:ss.SSS} %-5level [%thread] %logger: %msg%n";

  /**
   * Raises what is written: our own messages from DEBUG on, the libraries' from INFO on, stack
   * traces included.
   */
  public static void debug() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      attach(context, FULL);
      context.getLogger("ROOT").setLevel(Level.INFO);
      context.getLogger("io.badhop").setLevel(Level.DEBUG);
    }
  }

  /** Leaves our own warnings out: for commands that report by themselves what the parts warn of. */
  public static void errorsOnly() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && !context.getLogger("io.badhop").isDebugEnabled()) {
      context.getLogger("io.badhop").setLevel(Level.ERROR);
    }
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    attach(context, PLAIN);
    context.getLogger("ROOT").setLevel(Level.WARN);
    // A broker and clients in one process warn about each other's start and end. What matters
    // reaches the user as a message of ours.
    context.getLogger("org.apache.kafka").setLevel(Level.ERROR);
    for (String part :
        List.of(
            "kafka", "org.apache.kafka.raft", "org.apache.kafka.server", "state.change.logger")) {
      context.getLogger(part).setLevel(Level.OFF);
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static void attach(LoggerContext context, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger("ROOT").addAppender(appender);
  }
}
