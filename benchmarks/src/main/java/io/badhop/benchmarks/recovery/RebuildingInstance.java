package io.badhop.benchmarks.recovery;

import com.sun.management.OperatingSystemMXBean;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.topology.PipelineCounters.Rebuild;
import io.badhop.streams.topology.StreamsApp;
import io.badhop.streams.topology.StreamsAppConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * An instance that finds its tasks' state gone, as after a crash: {@code RebuildingInstance
 * BOOTSTRAP FOLDER PREFIX PARTITIONS THREADS}. Prints records, seconds that the tasks took
 * together, seconds from its start to the end of the last rebuilding, and processor seconds of the
 * process.
 */
final class RebuildingInstance {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private RebuildingInstance() {}

  /** Runs it. */
  public static void main(String[] args) {
    Path folder = Path.of(args[1]);
    int partitions = Integer.parseInt(args[3]);
    int threads = Integer.parseInt(args[4]);
    Topics topics =
        new Topics(
            new AvroSerdes(new InProcessRegistry(folder.resolve("schemas.json"))),
            args[2],
            partitions,
            1);
    String application = RecoveryBenchmark.application(args[2], threads);
    StreamsAppConfig config =
        StreamsAppConfig.of(
                application, Map.of("bootstrap.servers", args[0]), folder.resolve(application))
            .withThreads(threads)
            .withoutKeeper();
    long begin = System.nanoTime();
    StreamsApp app = new StreamsApp(config, topics, state -> {});
    app.start();
    while (app.counters().rebuilds().size() < partitions) {
      LockSupport.parkNanos(1_000_000);
    }
    double all = (System.nanoTime() - begin) / 1e9;
    long records = app.counters().rebuilds().values().stream().mapToLong(Rebuild::records).sum();
    double busy = app.counters().rebuilds().values().stream().mapToLong(Rebuild::nanos).sum() / 1e9;
    double processor = SYSTEM.getProcessCpuTime() / 1e9;
    System.out.println(records + " " + busy + " " + all + " " + processor);
    System.exit(0);
  }
}
