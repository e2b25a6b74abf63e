package dev.marathon.metrics;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** State of the Java virtual machine under the original's names. */
final class JvmMetrics {

  private static final String PREFIX = "marathon.jvm.";

  private JvmMetrics() {}

  static void read(Map<String, Double> gauges) {
    memory(gauges);
    threads(gauges);
    for (var gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      var name =
          PREFIX
              + "gc."
              + gc.getName().toLowerCase(Locale.ROOT).replace(' ', '-')
              + ".collections.";
      gauges.put(name + "gauge", (double) gc.getCollectionCount());
      // The misspelling is the original's and dashboards know it.
      gauges.put(name + "duraration.gauge.seconds", gc.getCollectionTime() / 1_000.0);
    }
    for (var pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (List.of("mapped", "direct").contains(pool.getName())) {
        var name = PREFIX + "buffers." + pool.getName() + ".";
        gauges.put(name + "gauge", (double) pool.getCount());
        gauges.put(name + "capacity.gauge.bytes", (double) pool.getTotalCapacity());
        gauges.put(name + "memory.used.gauge.bytes", (double) pool.getMemoryUsed());
      }
    }
  }

  private static void memory(Map<String, Double> gauges) {
    var memory = ManagementFactory.getMemoryMXBean();
    var heap = memory.getHeapMemoryUsage();
    var rest = memory.getNonHeapMemoryUsage();
    put(gauges, "heap", heap);
    put(gauges, "non-heap", rest);
    put(
        gauges,
        "total",
        new MemoryUsage(
            heap.getInit() + rest.getInit(),
            heap.getUsed() + rest.getUsed(),
            heap.getCommitted() + rest.getCommitted(),
            -1));
    gauges.put(PREFIX + "memory.heap.usage.gauge", usage(heap));
    gauges.put(PREFIX + "memory.non-heap.usage.gauge", usage(rest));
  }

  private static double usage(MemoryUsage memory) {
    return memory.getMax() <= 0 ? 0 : (double) memory.getUsed() / memory.getMax();
  }

  private static void put(Map<String, Double> gauges, String area, MemoryUsage memory) {
    var name = PREFIX + "memory." + area + ".";
    gauges.put(name + "init.gauge.bytes", (double) memory.getInit());
    gauges.put(name + "used.gauge.bytes", (double) memory.getUsed());
    gauges.put(name + "max.gauge.bytes", (double) memory.getMax());
    gauges.put(name + "committed.gauge.bytes", (double) memory.getCommitted());
  }

  private static void threads(Map<String, Double> gauges) {
    var threads = ManagementFactory.getThreadMXBean();
    gauges.put(PREFIX + "threads.active.gauge", (double) threads.getThreadCount());
    gauges.put(PREFIX + "threads.daemon.gauge", (double) threads.getDaemonThreadCount());
    var deadlocked = threads.findDeadlockedThreads();
    gauges.put(PREFIX + "threads.deadlocked.gauge", deadlocked == null ? 0.0 : deadlocked.length);
    var states = new EnumMap<Thread.State, Integer>(Thread.State.class);
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null) {
        states.merge(info.getThreadState(), 1, Integer::sum);
      }
    }
    for (var state : Thread.State.values()) {
      var name = state.name().toLowerCase(Locale.ROOT).replace('_', '-');
      gauges.put(PREFIX + "threads." + name + ".gauge", (double) states.getOrDefault(state, 0));
    }
  }
}
