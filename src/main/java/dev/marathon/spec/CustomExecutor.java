package dev.marathon.spec;

import dev.marathon.base.TaskId;
import java.util.Optional;

/**
 * A program that runs the tasks of an app instead of Mesos' own command executor. Here alone is
 * decided whether an app has one.
 *
 * @param path of the program
 * @param resources what it takes on top of what the app asks for
 */
public record CustomExecutor(String path, ExecutorResources resources) {

  /**
   * @param byDefault what runs tasks of apps that name no executor ({@code --executor})
   */
  public static Optional<CustomExecutor> of(AppDefinition app, String byDefault) {
    String path = app.executor().isEmpty() ? byDefault : app.executor();
    return path.equals(SpecSettings.COMMAND_EXECUTOR)
        ? Optional.empty()
        : Optional.of(
            new CustomExecutor(path, app.executorResources().orElse(ExecutorResources.NONE)));
  }

  /** Every task has an executor for itself. */
  public static String idFor(TaskId task) {
    return "marathon-" + task;
  }
}
