package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Cluster;
import io.badhop.cli.run.Resending;
import io.badhop.cli.run.TopicReader;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.ingest.ship.Resender;
import io.badhop.ingest.ship.ShipException;
import io.badhop.schemas.event.DeadLetter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deadletters resend}. */
@Command(
    name = "resend",
    description = {
      "Reads the lines in dead letters again and publishes what they say, once what they were rejected for is mended.",
      "A line is read as the configuration says of its source, in the format that the letter names; options here take the",
      "place of both. Letters stay where they are; a line that is sent twice is recognised as the same."
    },
    footer = {
      "",
      "Examples:",
      "  badhop deadletters resend --config badhop.yml --dry-run",
      "  badhop deadletters resend --config badhop.yml --source lb1:/var/log/nginx/access.log --nginx-conf nginx.conf"
    })
final class ResendCommand extends BadhopCommand {

  private static final long SAY_EVERY = 10_000;

  @Mixin private SettingsOption settingsOption;
  @Mixin private DeadLetterFilter filter;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Format of the lines, in place of the one that the letter names.")
  private String format;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Zone of time stamps that carry none, in place of the configuration's.")
  private ZoneId zone;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "Encoding of the lines, in place of the configuration's.")
  private Charset charset;

  @Option(
      names = "--site",
      paramLabel = "NAME",
      description = "Site that the logs belong to, in place of the configuration's.")
  private String site;

  @Option(
      names = {"--nginx-conf"},
      paramLabel = "FILE",
      description = "nginx configuration whose log_format the logs have.")
  private List<Path> nginx = new ArrayList<>();

  @Option(
      names = "--haproxy-conf",
      paramLabel = "FILE",
      description = "HAProxy configuration, likewise.")
  private List<Path> haproxy = new ArrayList<>();

  @Option(
      names = "--apache-conf",
      paramLabel = "FILE",
      description = "Apache configuration, likewise.")
  private List<Path> apache = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "Shows what would come of each letter, and sends nothing.")
  private boolean dry;

  private final Map<String, Long> rejected = new TreeMap<>();
  private final Map<String, Long> skipped = new TreeMap<>();
  private long read;
  private long sent;

  @Override
  public Integer call() {
    filter.check();
    if (format != null) {
      FormatList.require(format);
    }
    Settings settings = settingsOption.load();
    Resending resending = new Resending(settings, this::changed);
    try (Cluster cluster =
            dry
                ? Cluster.openToRead(settings, err()::println)
                : Cluster.openToAdd(settings, err()::println);
        Resender resender = Resending.open(cluster, dry)) {
      TopicReader.readAll(
          cluster.topics().deadLetters(),
          cluster.consumer(),
          record -> take(record.value(), resender, resending));
      resender.finish();
      summary(resender.refused());
    } catch (ShipException e) {
      throw CommandException.failed(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Main.FAILED;
    }
    return Main.DONE;
  }

  private LogSetOptions changed(LogSetOptions reading) {
    LogSetOptions changed =
        reading
            .at(site == null ? reading.site() : site, reading.host())
            .reading(zone == null ? reading.zone() : zone, reading.ids(), reading.fields())
            .in(charset == null ? reading.charset() : charset)
            .withConfigs(
                nginx.isEmpty() ? reading.nginx() : nginx,
                haproxy.isEmpty() ? reading.haproxy() : haproxy,
                apache.isEmpty() ? reading.apache() : apache);
    return format == null ? changed : changed.withFormat("*", format);
  }

  private void take(DeadLetter letter, Resender resender, Resending resending) {
    if (++read % SAY_EVERY == 0) {
      say(read + " letters read, " + sent + " lines sent");
    }
    if (!filter.takes(letter)) {
      return;
    }
    try {
      for (Resender.Outcome outcome :
          resender.resend(letter, resending.reading(letter.getSource()))) {
        count(outcome);
        if (dry) {
          show(letter, outcome);
        }
      }
    } catch (LogSetException e) {
      throw CommandException.usage(e.getMessage());
    } catch (ShipException e) {
      throw CommandException.failed(e.getMessage(), e);
    }
  }

  private void count(Resender.Outcome outcome) {
    switch (outcome.kind()) {
      case SENT -> sent++;
      case REJECTED -> rejected.merge(outcome.reason(), 1L, Long::sum);
      case SKIPPED -> skipped.merge(outcome.reason(), 1L, Long::sum);
    }
  }

  private void show(DeadLetter letter, Resender.Outcome outcome) {
    String what =
        switch (outcome.kind()) {
          case SENT -> "would be sent: " + outcome.detail();
          case REJECTED -> "rejected again: " + outcome.reason() + ": " + outcome.detail();
          case SKIPPED -> "skipped: " + outcome.reason() + ": " + outcome.detail();
        };
    out().println(DeadLettersCommand.placeOf(letter) + "  " + what);
    out().println("    " + DeadLettersCommand.textOf(letter));
  }

  private void summary(long refused) {
    DeadLettersCommand.printCount(out(), sent, dry ? "would be sent" : "sent");
    rejected.forEach(
        (reason, count) ->
            DeadLettersCommand.printCount(out(), count, "rejected again: " + reason));
    skipped.forEach(
        (reason, count) -> DeadLettersCommand.printCount(out(), count, "skipped: " + reason));
    if (refused > 0) {
      DeadLettersCommand.printCount(out(), refused, "of those sent are too large for the topic");
    }
  }
}
