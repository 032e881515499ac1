package io.badhop.benchmarks.judgement.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.badhop.benchmarks.judgement.label.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** The result of many cases: table, matrices, calibration, misses; and as JSON. */
public final class Report {

  private final List<Judged> cases = new ArrayList<>();
  private final Calibration cause = new Calibration();
  private final Calibration hop = new Calibration();
  private final Calibration both = new Calibration();

  void add(Judged judged) {
    cases.add(judged);
    for (Row row : judged.rows()) {
      if (row.found()) {
        double said = row.incident().judged().getConfidence();
        cause.add(said, row.cause());
        hop.add(said, row.hop());
        both.add(said, row.cause() && row.hop());
      }
    }
  }

  /** One case in one line. */
  static String line(Judged judged) {
    StringBuilder text = new StringBuilder(judged.one().id() + " " + judged.one().name());
    judged.rows().forEach(row -> text.append(" | ").append(verdict(row).strip()));
    text.append(" | ").append(judged.extra().size()).append(" extra, ");
    return text.append(judged.requests()).append(" requests ").append(judged.error()).toString();
  }

  private List<Row> rows() {
    return cases.stream().flatMap(one -> one.rows().stream()).toList();
  }

  private double hours() {
    return cases.stream().mapToDouble(one -> one.one().scenario().hours()).sum();
  }

  private int extra() {
    return cases.stream().mapToInt(one -> one.extra().size()).sum();
  }

  private long errors() {
    return cases.stream().filter(one -> !one.error().isEmpty()).count();
  }

  private static double share(List<Row> rows, Predicate<Row> right) {
    return rows.isEmpty() ? 0 : (double) rows.stream().filter(right).count() / rows.size();
  }

  private double delay(double quantile) {
    List<Double> delays =
        rows().stream().filter(Row::found).map(Row::delaySeconds).sorted().toList();
    return delays.isEmpty()
        ? Double.NaN
        : delays.get(Math.min(delays.size() - 1, (int) (quantile * delays.size())));
  }

  /** All of it for people. */
  public String text() {
    List<Row> rows = rows();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d cases, %d labels, %,d requests, %.1f hours of event time, %d could not be"
                + " replayed%n%n",
            cases.size(),
            rows.size(),
            cases.stream().mapToLong(Judged::requests).sum(),
            hours(),
            errors()));
    text.append("| measure | result | aim |\n|---|---|---|\n");
    line(text, "found", percent(share(rows, Row::found)), ">= 99 %");
    line(
        text,
        "extra in 100 hours",
        String.format(Locale.ROOT, "%.2f (%d)", extra() / hours() * 100, extra()),
        "<= 1");
    line(text, "hop", percent(share(rows, Row::hop)), ">= 97 %");
    line(text, "cause", percent(share(rows, Row::cause)), ">= 92 %");
    line(text, "key", percent(share(rows, Row::key)), "");
    line(text, "proof", percent(share(rows, Row::proof)), "");
    line(text, "resolved", percent(share(rows, Row::resolved)), "");
    line(
        text,
        "delay",
        String.format(Locale.ROOT, "p50 %.1f s, p90 %.1f s", delay(0.5), delay(0.9)),
        "");
    calibration(text, "calibration of hop and cause", both);
    calibration(text, "of the cause", cause);
    calibration(text, "of the hop", hop);
    text.append("\nConfidence against being right in hop and cause:\n\n").append(both.table());
    text.append("\nWhat was said (columns) of what happened (rows); right ones in brackets:\n\n");
    matrix(text, row -> row.incident().judged().getCause().name(), Row::cause);
    matrix(text, row -> row.incident().judged().getFaultDomain().name(), Row::hop);
    dialects(text);
    misses(text);
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value, String aim) {
    text.append("| ").append(name).append(" | ").append(value).append(" | ").append(aim);
    text.append(" |\n");
  }

  private static void calibration(StringBuilder text, String name, Calibration of) {
    String value =
        String.format(
            Locale.ROOT, "error %.3f: said %.3f, right %.3f", of.error(), of.said(), of.right());
    line(text, name, value, name.startsWith("calibration") ? "<= 0.05" : "");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private void matrix(StringBuilder text, Function<Row, String> said, Predicate<Row> right) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (Row row : rows()) {
      String what =
          row.found()
              ? (right.test(row) ? "[" + said.apply(row) + "]" : said.apply(row))
              : "missed";
      counts
          .computeIfAbsent(row.label().name(), name -> new TreeMap<>())
          .merge(what, 1, Integer::sum);
    }
    counts.forEach((name, row) -> text.append(String.format(Locale.ROOT, "%-22s %s%n", name, row)));
    text.append('\n');
  }

  private void dialects(StringBuilder text) {
    Map<String, List<Row>> by = new TreeMap<>();
    for (Judged judged : cases) {
      Case one = judged.one();
      String name = one.proxy() == null ? one.edge().name() : one.proxy().name();
      by.computeIfAbsent(name, key -> new ArrayList<>()).addAll(judged.rows());
    }
    text.append("| dialect | labels | found | hop | cause | key |\n|---|---|---|---|---|---|\n");
    by.forEach(
        (name, rows) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %s | %s |%n",
                    name,
                    rows.size(),
                    percent(share(rows, Row::found)),
                    percent(share(rows, Row::hop)),
                    percent(share(rows, Row::cause)),
                    percent(share(rows, Row::key)))));
  }

  private void misses(StringBuilder text) {
    text.append("\nMisses; --only SEED:INDEX --keep FOLDER writes the logs of one:\n\n");
    List<String> lines = new ArrayList<>();
    for (Judged judged : cases) {
      String head = judged.one().id() + " " + judged.one().name() + ": ";
      if (!judged.error().isEmpty()) {
        lines.add("error   " + head + judged.error());
      }
      for (Row row : judged.rows()) {
        if (!(row.found() && row.hop() && row.cause() && row.key() && row.resolved())) {
          lines.add(verdict(row) + head + label(row) + " -> " + row.said());
        }
      }
      judged.extra().forEach(extra -> lines.add("extra   " + head + Row.said(extra)));
    }
    lines.stream().sorted(Comparator.naturalOrder()).forEach(l -> text.append(l).append('\n'));
  }

  private static String verdict(Row row) {
    if (!row.found()) {
      return "missed  ";
    }
    return (row.hop() ? "-" : "H")
        + (row.cause() ? "-" : "C")
        + (row.key() ? "-" : "K")
        + (row.resolved() ? "-" : "R")
        + "    ";
  }

  private static String label(Row row) {
    String scope =
        row.label().routes().size() == 1
            ? row.label().routes().get(0).template()
            : row.label().routes().size() + " routes";
    return row.label().name()
        + " ("
        + row.label().failed()
        + " failed, "
        + scope
        + ", "
        + row.label().servers().size()
        + " servers)";
  }

  /** The figures and all rows. */
  public String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    List<Row> rows = rows();
    root.put("cases", cases.size()).put("labels", rows.size()).put("hours", hours());
    root.put("errors", errors()).put("extra", extra());
    root.put("found", share(rows, Row::found)).put("hop", share(rows, Row::hop));
    root.put("cause", share(rows, Row::cause)).put("key", share(rows, Row::key));
    root.put("proof", share(rows, Row::proof)).put("resolved", share(rows, Row::resolved));
    root.put("delayP50s", delay(0.5)).put("delayP90s", delay(0.9));
    root.put("calibrationError", both.error()).put("calibrationErrorCause", cause.error());
    root.put("calibrationErrorHop", hop.error());
    ArrayNode list = root.putArray("rows");
    for (Judged judged : cases) {
      judged.rows().forEach(row -> json(list.addObject(), judged, row));
      for (Incident extra : judged.extra()) {
        list.addObject().put("case", judged.one().id()).put("extra", Row.said(extra));
      }
    }
    return root.toPrettyString();
  }

  private static void json(ObjectNode node, Judged judged, Row row) {
    node.put("case", judged.one().id()).put("name", judged.one().name());
    node.put("label", row.label().name()).put("failed", row.label().failed());
    node.put("found", row.found()).put("hop", row.hop()).put("cause", row.cause());
    node.put("key", row.key()).put("proof", row.proof()).put("resolved", row.resolved());
    node.put("said", row.said());
  }

  /** Loud incidents that no label explains. */
  public int pages() {
    return extra() + (int) rows().stream().filter(Row::found).count();
  }
}
