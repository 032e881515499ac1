package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Cluster;
import io.badhop.cli.run.TopicReader;
import io.badhop.schemas.event.DeadLetter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deadletters list} and {@code deadletters resend}. */
@Command(
    name = "deadletters",
    synopsisSubcommandLabel = "COMMAND",
    description = "Works on records that could not be taken in.",
    subcommands = ResendCommand.class,
    footer = {
      "",
      "Examples:",
      "  badhop deadletters list --bootstrap-servers kafka1:9092",
      "  badhop deadletters resend --config badhop.yml --reason bad-timestamp --dry-run"
    })
final class DeadLettersCommand extends BadhopCommand {

  private static final int SHOWN = 200;

  @Override
  public Integer call() {
    throw wrongUsage("Which command: deadletters list or deadletters resend?");
  }

  @Command(
      name = "list",
      description = "Counts the dead letters by reason and shows the newest ones.",
      footer = {"", "Example:", "  badhop deadletters list --reason bad-timestamp --limit 5"})
  int list(
      @Mixin SettingsOption option,
      @Mixin DeadLetterFilter filter,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "Show at most N (default: ${DEFAULT-VALUE}).")
          int limit) {
    filter.check();
    Settings settings = option.load();
    Deque<DeadLetter> newest = new ArrayDeque<>();
    Map<String, Long> counts = new TreeMap<>();
    try (Cluster cluster = Cluster.openToRead(settings, err()::println)) {
      TopicReader.readAll(
          cluster.topics().deadLetters(),
          cluster.consumer(),
          record -> {
            if (filter.takes(record.value())) {
              counts.merge(record.value().getReason(), 1L, Long::sum);
              keep(newest, record.value(), limit);
            }
          });
    }
    newest.forEach(this::print);
    counts.forEach((name, count) -> printCount(out(), count, name));
    printCount(out(), counts.values().stream().mapToLong(Long::longValue).sum(), "in all");
    return Main.DONE;
  }

  static void printCount(PrintStream out, long count, String what) {
    out.println(String.format(Locale.ROOT, "%8d  %s", count, what));
  }

  private static void keep(Deque<DeadLetter> newest, DeadLetter letter, int limit) {
    newest.add(letter);
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  private void print(DeadLetter letter) {
    Instant at = Instant.ofEpochMilli(letter.getRejectedAt() / 1000);
    out()
        .println(
            at + "  " + placeOf(letter) + "  " + letter.getReason() + ": " + letter.getDetail());
    out().println("    " + textOf(letter));
  }

  static String placeOf(DeadLetter letter) {
    return letter.getSource() + " at byte " + letter.getOffset();
  }

  /** Its beginning. */
  static String textOf(DeadLetter letter) {
    String text = StandardCharsets.UTF_8.decode(letter.getPayload().duplicate()).toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + " ..." : text;
  }
}
