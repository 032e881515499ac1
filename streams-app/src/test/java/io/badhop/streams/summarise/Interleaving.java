package io.badhop.streams.summarise;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.streams.correlate.CorrelatorLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One way in which the tasks of both stages may come through a log: who reads next, from which
 * topic, how much, and who commits or dies. All of it hangs on the random numbers given.
 */
final class Interleaving {

  static final int SITE_PARTITIONS = 2;

  /** Rebuilding reads much again; after so many deaths the tasks are spared. */
  private static final int MOST_CRASHES = 12;

  private final Random random;
  private final List<SimulatedTask> tasks = new ArrayList<>();
  private final List<SimulatedDetector> detectors = new ArrayList<>();
  private final List<SummaryLog> summaries = new ArrayList<>();
  private final List<RequestTrace> traces = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final int batch;
  private final double commits;
  private final double deaths;
  private int crashes;

  /** A partition of a topic, and how often it is read; topic -1 is a task of stage 2. */
  private record Turn(int task, int topic, double weight) {}

  private Interleaving(WildLog log, int partitions, CorrelatorLimits limits, Random random) {
    this.random = random;
    batch = new int[] {1, 5, 50, 500, 5_000}[random.nextInt(5)];
    commits = random.nextBoolean() ? 0.3 : 0.03;
    deaths = random.nextInt(4) == 0 ? 0 : 0.02;
    for (int i = 0; i < SITE_PARTITIONS; i++) {
      summaries.add(new SummaryLog(random));
      detectors.add(new SimulatedDetector(summaries.get(i), 1 + random.nextInt(100)));
      turns.add(new Turn(i, -1, weight()));
    }
    for (int i = 0; i < partitions; i++) {
      Stage1Config config = new Stage1Config(i, partitions, SITE_PARTITIONS, limits);
      int remember = 1 + random.nextInt(40);
      tasks.add(
          new SimulatedTask(log.partition(i, partitions), config, remember, summaries, traces));
      for (int topic = 0; topic < Stage1.TOPICS; topic++) {
        turns.add(new Turn(i, topic, weight()));
      }
    }
  }

  /** Some are read a thousand times as often as others. */
  private double weight() {
    return Math.pow(random.nextDouble(), 4) + 0.001;
  }

  /** Read by turns of all kinds, with deaths, until all is published. */
  static Interleaving random(WildLog log, int partitions, CorrelatorLimits limits, Random random) {
    Interleaving way = new Interleaving(log, partitions, limits, random);
    while (!way.tasks.stream().allMatch(SimulatedTask::finished)) {
      way.step(way.next());
    }
    way.publish();
    return way;
  }

  /** Read from tick to tick, topic by topic; nobody dies. */
  static Interleaving inStep(WildLog log, int partitions, CorrelatorLimits limits) {
    Interleaving way = new Interleaving(log, partitions, limits, new Random(0));
    way.tasks.forEach(SimulatedTask::inStep);
    way.crashes = MOST_CRASHES;
    way.publish();
    way.crashes = 0;
    return way;
  }

  private void publish() {
    tasks.forEach(SimulatedTask::commit);
    while (!detectors.stream().allMatch(SimulatedDetector::finished)) {
      step(turns.get(random.nextInt(SITE_PARTITIONS)));
    }
    detectors.forEach(SimulatedDetector::commit);
  }

  private Turn next() {
    double sum = 0;
    for (Turn turn : turns) {
      sum += idle(turn) ? 0 : turn.weight();
    }
    double left = random.nextDouble() * sum;
    Turn last = turns.get(0);
    for (Turn turn : turns) {
      if (!idle(turn)) {
        last = turn;
        left -= turn.weight();
        if (left < 0) {
          return turn;
        }
      }
    }
    return last;
  }

  private boolean idle(Turn turn) {
    return turn.topic() < 0
        ? detectors.get(turn.task()).finished()
        : tasks.get(turn.task()).finished(turn.topic());
  }

  private void step(Turn turn) {
    int records = 1 + random.nextInt(batch);
    if (turn.topic() < 0) {
      detector(detectors.get(turn.task()), records);
    } else {
      task(tasks.get(turn.task()), turn.topic(), records);
    }
  }

  private void task(SimulatedTask task, int topic, int records) {
    task.poll(topic, records);
    if (random.nextDouble() < commits) {
      task.commit();
    } else if (dies()) {
      task.crash(random);
    }
  }

  private void detector(SimulatedDetector detector, int records) {
    detector.poll(records);
    if (random.nextDouble() < commits) {
      detector.commit();
    } else if (dies()) {
      detector.crash();
    }
  }

  private boolean dies() {
    return crashes < MOST_CRASHES && random.nextDouble() < deaths && ++crashes > 0;
  }

  int crashes() {
    return crashes;
  }

  List<SimulatedTask> tasks() {
    return tasks;
  }

  List<SimulatedDetector> detectors() {
    return detectors;
  }

  /** What was published, by what it is; traces in an order of their own, as theirs is free. */
  Map<String, List<Said>> said() {
    Map<String, List<Said>> said = new LinkedHashMap<>();
    List<Escalation> escalations = new ArrayList<>();
    for (int site = 0; site < SITE_PARTITIONS; site++) {
      escalations.addAll(detectors.get(site).published());
      for (int task = 0; task < tasks.size(); task++) {
        said.put("summaries of task " + task + " for " + site, Said.of(summaries(task, site)));
      }
    }
    said.put("traces", Said.of(traces).stream().sorted().toList());
    said.put("escalations", Said.of(escalations));
    return said;
  }

  private List<TrafficSummary> summaries(int task, int site) {
    return summaries.get(site).entries().stream()
        .map(SummaryLog.Entry::summary)
        .filter(summary -> summary.getPartition() == task)
        .toList();
  }
}
