package dev.marathon.sim;

import dev.marathon.instance.Condition;
import dev.marathon.instance.TaskStatus;
import dev.marathon.offer.LaunchSpec;
import dev.marathon.offer.Offer.Resource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/** A task as its agent knows it. */
final class Task {

  final LaunchSpec launch;
  final String framework;

  /** Updates that are not acknowledged; only the first one is sent. */
  final Deque<TaskStatus> updates = new ArrayDeque<>();

  /** What the agent knows. */
  Condition latest = Condition.STAGING;

  /** What the master knows. */
  Condition forwarded = Condition.STAGING;

  boolean killed;

  Task(LaunchSpec launch, String framework) {
    this.launch = launch;
    this.framework = framework;
  }

  String id() {
    return launch.taskId().toString();
  }

  boolean alive() {
    return !latest.terminal();
  }

  int cpus() {
    return (int) launch.definition().cpus();
  }

  /** Host ports that the launch takes. */
  Set<Integer> ports() {
    var ports = new TreeSet<Integer>();
    for (var resource : launch.taken()) {
      if (resource instanceof Resource.Ranges ranges) {
        for (var range : ranges.ranges()) {
          for (int port = range.begin(); port <= range.end(); port++) {
            ports.add(port);
          }
        }
      }
    }
    return ports;
  }

  @Override
  public String toString() {
    return id() + " " + latest;
  }
}
