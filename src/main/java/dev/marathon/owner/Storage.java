package dev.marathon.owner;

/** Where an owner stores. */
public enum Storage {
  /** The journal and the snapshots of the node. */
  NODE("", ""),
  /** Memory that nobody else reads: for a rehearsal. */
  MEMORY("marathon-rehearsal-journal", "akka.persistence.no-snapshot-store");

  private final String journal;
  private final String snapshots;

  Storage(String journal, String snapshots) {
    this.journal = journal;
    this.snapshots = snapshots;
  }

  String journal() {
    return journal;
  }

  String snapshots() {
    return snapshots;
  }
}
