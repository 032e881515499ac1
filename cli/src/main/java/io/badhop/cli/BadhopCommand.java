package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Running;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has: its terminal, and a way to say that it was called the wrong way. */
abstract class BadhopCommand implements Callable<Integer> {

  private static final Duration FOREVER = Duration.ofDays(1);

  @Spec private CommandSpec spec;

  final Terminal terminal() {
    return ((Main) spec.root().userObject()).terminal();
  }

  final PrintStream out() {
    return terminal().out();
  }

  final PrintStream err() {
    return terminal().err();
  }

  /** Says on standard error what is going on. */
  final void say(String step) {
    err().println("badhop: " + step);
  }

  /** Runs parts until Ctrl-C, SIGTERM or a failure. */
  final int runUntilStopped(Settings settings, Running.Parts parts) {
    try (Running running = Running.startPatiently(settings, this::say, parts)) {
      say("running; end with Ctrl-C");
      boolean over = false;
      while (!over) {
        over = running.await(FOREVER);
      }
      say("ending");
    }
    return Main.DONE;
  }

  final ParameterException wrongUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
