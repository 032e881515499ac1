package io.badhop.cli;

import io.badhop.cli.config.SettingsException;
import io.badhop.cli.logging.ConsoleLogging;
import io.badhop.cli.run.RunException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Starts badhop's command line. */
@Command(
    name = "badhop",
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Finds which hop failed behind a 5xx, and why.",
    footer = {
      "",
      "First steps:",
      "  badhop demo --once          a recorded incident through a real Kafka, on this machine",
      "  badhop replay /var/log/shop what the logs in a folder tell, without Kafka",
      "",
      "Exit status: 0 done, 1 failed while running, 2 wrong usage or configuration."
    },
    subcommands = {
      DemoCommand.class,
      ReplayCommand.class,
      TuneCommand.class,
      CheckCommand.class,
      ParseCommand.class,
      UpCommand.class,
      IngestCommand.class,
      StreamsCommand.class,
      AlertingCommand.class,
      ConfigCommand.class,
      TopicsCommand.class,
      SchemasCommand.class,
      DeadLettersCommand.class,
      AlertCommand.class
    })
public final class Main implements Runnable {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "What the command does, with an example.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "The version of badhop.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "More messages, and stack traces of failures.")
  private boolean debug;

  private Main(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    int status = run(terminal, args);
    terminal.out().flush();
    System.exit(status);
  }

  /** Runs one command in this process. */
  static int run(Terminal terminal, String... args) {
    Main main = new Main(terminal);
    return new CommandLine(main)
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(main::wrongUsage)
        .setExecutionExceptionHandler(main::failed)
        .setExecutionStrategy(main::execute)
        .execute(args);
  }

  Terminal terminal() {
    return terminal;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  private int execute(ParseResult parsed) {
    if (debug) {
      ConsoleLogging.debug();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int wrongUsage(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(problem.getMessage());
    List<String> near =
        problem instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    if (!near.isEmpty()) {
      err.println("Did you mean: " + String.join(" or ", near) + "?");
    }
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }

  private int failed(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (debug) {
      failure.printStackTrace(err);
    }
    boolean expected =
        failure instanceof CommandException
            || failure instanceof SettingsException
            || failure instanceof RunException;
    String words =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    err.println(
        "badhop: "
            + (expected
                ? words
                : words + " (" + failure.getClass().getSimpleName() + "; --debug shows where)"));
    err.flush();
    return failure instanceof CommandException known
        ? known.status()
        : failure instanceof SettingsException ? USAGE : FAILED;
  }
}
