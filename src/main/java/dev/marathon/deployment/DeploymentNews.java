package dev.marathon.deployment;

/**
 * How a running deployment comes along: for views and the event stream. Not stored, and told again
 * from the first step after a restart.
 */
public sealed interface DeploymentNews {

  DeploymentPlan plan();

  /** Number of the step, from 1. */
  int step();

  record StepStarted(DeploymentPlan plan, int step) implements DeploymentNews {}

  record StepSucceeded(DeploymentPlan plan, int step) implements DeploymentNews {}
}
