package dev.marathon.overview;

import dev.marathon.base.AppId;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;

/** How far a deployment is. */
record Progress(int step, Map<AppId, List<ReadinessResult>> readiness) {

  static final Progress NONE = new Progress(0, Map.of());

  Progress at(int newStep) {
    return new Progress(newStep, readiness);
  }

  Progress with(AppId app, List<ReadinessResult> results) {
    return new Progress(step, HashTreePMap.from(readiness).plus(app, results));
  }
}
