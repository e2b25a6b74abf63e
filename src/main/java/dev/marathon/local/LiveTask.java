package dev.marathon.local;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * A task that an agent knows.
 *
 * @param framework with its id set
 * @param latest its newest state, acknowledged or not
 */
public record LiveTask(FrameworkInfo framework, TaskInfo task, TaskStatus latest) {}
