package io.badhop.cli.report;

import io.badhop.schemas.event.Escalation;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What two sets of rules say of the same history, side by side. Incidents of the two are the same
 * when they concern one key or cause of a site and overlap in time.
 */
public final class RuleComparison {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ROW = "%-10s  %-19s  %-11s  %-11s  %s%n";

  private final List<RuleRow> rows = new ArrayList<>();

  /**
   * @param rules what the rules say, in the order in which it was published
   * @param others what the others say
   */
  public RuleComparison(List<Escalation> rules, List<Escalation> others) {
    List<ToldIncident> left = new ArrayList<>(ToldIncident.of(others));
    for (ToldIncident one : ToldIncident.of(rules)) {
      Optional<ToldIncident> same = left.stream().filter(one::sameAs).findFirst();
      same.ifPresent(left::remove);
      rows.add(new RuleRow(Optional.of(one), same));
    }
    left.forEach(other -> rows.add(new RuleRow(Optional.empty(), Optional.of(other))));
    rows.sort(null);
  }

  /** Prints a line for each incident, and how many each set of rules opens. */
  public void print(PrintStream out) {
    if (!rows.isEmpty()) {
      out.printf(Locale.ROOT, ROW, "opened by", "first, UTC", "--rules", "--compare", "what");
    }
    rows.forEach(row -> out.printf(Locale.ROOT, ROW, row.cells()));
    out.println(summary());
  }

  private String summary() {
    return "--rules: "
        + counted(rows.stream().flatMap(row -> row.rules.stream()).toList())
        + "; --compare: "
        + counted(rows.stream().flatMap(row -> row.others.stream()).toList())
        + ".";
  }

  private static String counted(List<ToldIncident> incidents) {
    long loud = incidents.stream().filter(ToldIncident::loud).count();
    return incidents.size()
        + (incidents.size() == 1 ? " incident, " : " incidents, ")
        + loud
        + " to act on";
  }

  private record RuleRow(Optional<ToldIncident> rules, Optional<ToldIncident> others)
      implements Comparable<RuleRow> {

    Object[] cells() {
      ToldIncident any = rules.or(() -> others).orElseThrow();
      String by = rules.isEmpty() ? "--compare" : others.isEmpty() ? "--rules" : "both";
      Escalation last = any.last();
      String what =
          last.getCause() + " at " + last.getKey().getKind() + " " + last.getKey().getValue();
      return new Object[] {
        by, CLOCK.format(Instant.ofEpochMilli(opened())), told(rules), told(others), what
      };
    }

    /** How loud it became, and how long after the first of the two openings. */
    private String told(Optional<ToldIncident> incident) {
      return incident
          .map(
              it ->
                  it.loudest()
                      + (it.openedAtMs() == opened()
                          ? ""
                          : String.format(
                              Locale.ROOT, " +%.1fs", (it.openedAtMs() - opened()) / 1e3)))
          .orElse("-");
    }

    private long opened() {
      return Math.min(
          rules.map(ToldIncident::openedAtMs).orElse(Long.MAX_VALUE),
          others.map(ToldIncident::openedAtMs).orElse(Long.MAX_VALUE));
    }

    @Override
    public int compareTo(RuleRow other) {
      int order = Long.compare(opened(), other.opened());
      return order != 0 ? order : id().compareTo(other.id());
    }

    private String id() {
      return rules.or(() -> others).orElseThrow().last().getIncidentId();
    }
  }
}
