package dev.marathon.instance;

/** What is wanted of an instance. */
public enum Goal {
  /** To run; started again when its task ends. */
  RUNNING,
  /** To end, keeping its reservation; only for resident instances. */
  STOPPED,
  /** To end and be forgotten. Final. */
  DECOMMISSIONED
}
