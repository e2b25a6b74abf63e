package dev.marathon.local.http;

import com.sun.management.OperatingSystemMXBean;
import dev.marathon.local.wire.JsonWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code /system/stats.json}. */
final class SystemStats {
  private SystemStats() {}

  static String json() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var loads = loads();
    return new JsonWriter()
        .open('{')
        .key("avg_load_15min")
        .number(loads[2])
        .key("avg_load_1min")
        .number(loads[0])
        .key("avg_load_5min")
        .number(loads[1])
        .key("cpus_total")
        .number(system.getAvailableProcessors())
        .key("mem_free_bytes")
        .number(system.getFreeMemorySize())
        .key("mem_total_bytes")
        .number(system.getTotalMemorySize())
        .close('}')
        .toString();
  }

  private static double[] loads() {
    var loads = new double[3];
    try {
      var parts = Files.readString(Path.of("/proc/loadavg")).split(" ");
      for (int i = 0; i < loads.length; i++) {
        loads[i] = Double.parseDouble(parts[i]);
      }
    } catch (IOException | RuntimeException e) {
      // Not Linux: zeros.
    }
    return loads;
  }
}
