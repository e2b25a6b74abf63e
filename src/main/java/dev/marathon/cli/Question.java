package dev.marathon.cli;

/** Asks before something is destroyed. */
final class Question {

  private Question() {}

  /**
   * @throws CliFailure if the answer is not yes
   */
  static void ask(Printer printer, String question) {
    printer.part(question + " [y/N] ");
    var answer = System.console().readLine();
    if (answer == null || !answer.strip().matches("(?i)y(es)?")) {
      throw new CliFailure(Exit.FAILED, "nothing was done");
    }
  }
}
