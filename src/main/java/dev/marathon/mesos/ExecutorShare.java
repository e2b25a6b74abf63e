package dev.marathon.mesos;

import dev.marathon.offer.LaunchSpec;
import dev.marathon.offer.Offer;
import dev.marathon.spec.ExecutorResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits what was taken from an offer between a task and its own executor.
 *
 * <p>The executor's amounts are cut out of the plain scalars, entry by entry, and only as far as
 * they are more than what the app asks for itself.
 */
record ExecutorShare(List<Offer.Resource> task, List<Offer.Resource> executor) {

  /** Mesos counts in thousandths. */
  private static final double UNIT = 1000.0;

  /**
   * @param needs what the executor takes
   */
  static ExecutorShare of(LaunchSpec launch, ExecutorResources needs) {
    Map<String, Double> wanted = new LinkedHashMap<>(spare(launch, needs));
    var task = new ArrayList<Offer.Resource>();
    var executor = new ArrayList<Offer.Resource>();
    for (Offer.Resource resource : launch.taken()) {
      double open = wanted.getOrDefault(resource.name(), 0.0);
      if (open > 0
          && resource instanceof Offer.Resource.Scalar scalar
          && scalar.reservation().isEmpty()) {
        double cut = Math.min(open, scalar.amount());
        wanted.put(scalar.name(), rounded(open - cut));
        executor.add(withAmount(scalar, rounded(cut)));
        if (rounded(scalar.amount() - cut) > 0) {
          task.add(withAmount(scalar, rounded(scalar.amount() - cut)));
        }
      } else {
        task.add(resource);
      }
    }
    return new ExecutorShare(List.copyOf(task), List.copyOf(executor));
  }

  private static Map<String, Double> spare(LaunchSpec launch, ExecutorResources resources) {
    var app = launch.definition();
    return Map.of(
        "cpus", Math.min(resources.cpus(), rounded(taken(launch, "cpus") - app.cpus())),
        "mem", Math.min(resources.mem(), rounded(taken(launch, "mem") - app.mem())),
        "disk", Math.min(resources.disk(), rounded(taken(launch, "disk") - app.disk())));
  }

  private static double taken(LaunchSpec launch, String name) {
    return launch.taken().stream()
        .filter(resource -> resource.name().equals(name))
        .filter(Offer.Resource.Scalar.class::isInstance)
        .map(Offer.Resource.Scalar.class::cast)
        .filter(scalar -> scalar.reservation().isEmpty())
        .mapToDouble(Offer.Resource.Scalar::amount)
        .sum();
  }

  private static Offer.Resource.Scalar withAmount(Offer.Resource.Scalar scalar, double amount) {
    return new Offer.Resource.Scalar(scalar.name(), scalar.role(), amount, scalar.reservation());
  }

  private static double rounded(double amount) {
    return Math.round(amount * UNIT) / UNIT;
  }
}
