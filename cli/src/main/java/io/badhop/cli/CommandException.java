package io.badhop.cli;

/**
 * A command cannot do what it was asked; the message is for the user and says what to do about it.
 */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  private CommandException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** Asked the wrong way: exit status 2. */
  static CommandException usage(String message) {
    return new CommandException(Main.USAGE, message, null);
  }

  /** Failed while running: exit status 1. */
  static CommandException failed(String message, Throwable cause) {
    return new CommandException(Main.FAILED, message, cause);
  }

  int status() {
    return status;
  }
}
