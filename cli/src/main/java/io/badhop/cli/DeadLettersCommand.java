package io.badhop.cli;

import io.badhop.cli.run.Cluster;
import io.badhop.cli.run.TopicReader;
import io.badhop.schemas.event.DeadLetter;
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

/** {@code deadletters list}. */
@Command(
    name = "deadletters",
    synopsisSubcommandLabel = "COMMAND",
    description = "Works on records that could not be taken in.",
    footer = {"", "Example:", "  badhop deadletters list --bootstrap-servers kafka1:9092"})
final class DeadLettersCommand extends BadhopCommand {

  private static final int SHOWN = 200;

  @Override
  public Integer call() {
    throw wrongUsage("Which command: deadletters list?");
  }

  @Command(
      name = "list",
      description = "Counts the dead letters by reason and shows the newest ones.",
      footer = {"", "Example:", "  badhop deadletters list --reason bad-timestamp --limit 5"})
  int list(
      @Mixin SettingsOption settings,
      @Option(
              names = "--reason",
              paramLabel = "NAME",
              description = "Only those rejected for this reason.")
          String reason,
      @Option(
              names = "--source",
              paramLabel = "NAME",
              description = "Only those from this log source.")
          String source,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "Show at most N (default: ${DEFAULT-VALUE}).")
          int limit) {
    Deque<DeadLetter> newest = new ArrayDeque<>();
    Map<String, Long> counts = new TreeMap<>();
    try (Cluster cluster = Cluster.openToRead(settings.load(), err()::println)) {
      TopicReader.readAll(
          cluster.topics().deadLetters(),
          cluster.consumer(),
          record -> {
            if (matches(reason, record.value().getReason())
                && matches(source, record.value().getSource())) {
              counts.merge(record.value().getReason(), 1L, Long::sum);
              keep(newest, record.value(), limit);
            }
          });
    }
    newest.forEach(this::print);
    counts.forEach(
        (name, count) -> out().println(String.format(Locale.ROOT, "%8d  %s", count, name)));
    out()
        .println(
            String.format(
                Locale.ROOT,
                "%8d  in all",
                counts.values().stream().mapToLong(Long::longValue).sum()));
    return Main.DONE;
  }

  private static boolean matches(String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }

  private static void keep(Deque<DeadLetter> newest, DeadLetter letter, int limit) {
    newest.add(letter);
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  private void print(DeadLetter letter) {
    String text = StandardCharsets.UTF_8.decode(letter.getPayload().duplicate()).toString();
    Instant at = Instant.ofEpochMilli(letter.getRejectedAt() / 1000);
    out()
        .println(
            at
                + "  "
                + letter.getSource()
                + " at byte "
                + letter.getOffset()
                + "  "
                + letter.getReason()
                + ": "
                + letter.getDetail());
    out().println("    " + (text.length() > SHOWN ? text.substring(0, SHOWN) + " ..." : text));
  }
}
