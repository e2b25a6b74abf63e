package dev.marathon.overview;

import dev.marathon.base.AppId;
import dev.marathon.base.TaskId;
import dev.marathon.health.ReadinessResult;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** How far a deployment is. */
record Progress(int step, PMap<AppId, PMap<TaskId, ReadinessResult>> readiness) {

  static final Progress NONE = new Progress(0, HashTreePMap.empty());

  Progress at(int newStep) {
    return new Progress(newStep, readiness);
  }

  Progress with(AppId app, ReadinessResult result) {
    return new Progress(step, readiness.plus(app, results(app).plus(result.taskId(), result)));
  }

  Progress without(AppId app, TaskId task) {
    return new Progress(step, readiness.plus(app, results(app).minus(task)));
  }

  private PMap<TaskId, ReadinessResult> results(AppId app) {
    return readiness.getOrDefault(app, HashTreePMap.empty());
  }
}
