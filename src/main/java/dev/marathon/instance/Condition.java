package dev.marathon.instance;

/** What is observed of an instance's current task. */
public enum Condition {
  /** Chosen an offer; nothing heard from Mesos yet. */
  PROVISIONED("Provisioned"),
  STAGING("Staging"),
  STARTING("Starting"),
  RUNNING("Running"),
  KILLING("Killing"),
  UNREACHABLE("Unreachable"),
  UNREACHABLE_INACTIVE("UnreachableInactive"),
  FINISHED("Finished"),
  KILLED("Killed"),
  FAILED("Failed"),
  ERROR("Error"),
  GONE("Gone"),
  DROPPED("Dropped"),
  UNKNOWN("Unknown");

  private final String json;

  Condition(String json) {
    this.json = json;
  }

  /** The name in the API's events. */
  public String json() {
    return json;
  }

  /** Whether the task has ended for good. */
  public boolean terminal() {
    return switch (this) {
      case FINISHED, KILLED, FAILED, ERROR, GONE, DROPPED, UNKNOWN -> true;
      case PROVISIONED, STAGING, STARTING, RUNNING, KILLING, UNREACHABLE, UNREACHABLE_INACTIVE ->
          false;
    };
  }

  /** Whether a task holds, or may hold, resources and counts as one of the app's. */
  public boolean active() {
    return !terminal() && this != UNREACHABLE_INACTIVE;
  }

  /** The Mesos state that the API shows for this condition. */
  public String taskState() {
    return switch (this) {
      case PROVISIONED -> "TASK_STAGING";
      case UNREACHABLE_INACTIVE -> "TASK_UNREACHABLE";
      case STAGING,
          STARTING,
          RUNNING,
          KILLING,
          UNREACHABLE,
          FINISHED,
          KILLED,
          FAILED,
          ERROR,
          GONE,
          DROPPED,
          UNKNOWN ->
          "TASK_" + name();
    };
  }
}
