package io.badhop.benchmarks.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the figures were measured on. */
final class Machine {
  private Machine() {}

  static ObjectNode facts(ObjectNode node) throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Path processors = Path.of("/proc/cpuinfo");
    node.put("measuredAt", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    node.put("system", system.getName() + ' ' + system.getVersion() + ' ' + system.getArch());
    node.put("cores", system.getAvailableProcessors());
    node.put("memoryMib", system.getTotalMemorySize() / (1024 * 1024));
    node.put("java", Runtime.version().toString());
    if (Files.exists(processors)) {
      node.put(
          "processor",
          Files.readAllLines(processors).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse("unknown"));
    }
    return node;
  }
}
