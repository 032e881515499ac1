package io.badhop.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has: its terminal, and a way to say that it was called the wrong way. */
abstract class BadhopCommand implements Callable<Integer> {

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

  final ParameterException wrongUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
