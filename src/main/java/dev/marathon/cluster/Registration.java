package dev.marathon.cluster;

/**
 * Lets the scheduler act once two things are true: the take-over is complete, and the framework id
 * is stored. A task that was launched under an id which a crash makes us forget would run on, under
 * a framework that nobody subscribes as any more.
 */
final class Registration {

  private final Runnable act;
  private boolean stored;
  private boolean complete;
  private boolean acting;

  /**
   * @param stored the id was stored by an earlier node
   * @param act done once
   */
  Registration(boolean stored, Runnable act) {
    this.stored = stored;
    this.act = act;
  }

  void idIsStored() {
    stored = true;
    check();
  }

  void takeOverIsComplete() {
    complete = true;
    check();
  }

  private void check() {
    if (stored && complete && !acting) {
      acting = true;
      act.run();
    }
  }
}
