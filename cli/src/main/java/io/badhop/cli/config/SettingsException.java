package io.badhop.cli.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; its message lists every problem, one a line. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
  }

  SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
