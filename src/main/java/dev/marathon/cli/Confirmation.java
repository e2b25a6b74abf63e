package dev.marathon.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Asks a person before something is destroyed; never where no person is. */
final class Confirmation {

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean given;

  /**
   * @param question made only if it is asked
   * @throws CliFailure if the answer is not yes
   */
  void require(Printer printer, Supplier<String> question) {
    if (given || !printer.terminal()) {
      return;
    }
    printer.part(question.get() + " [y/N] ");
    var answer = System.console().readLine();
    if (answer == null || !answer.strip().matches("(?i)y(es)?")) {
      throw new CliFailure(Exit.FAILED, "nothing was done");
    }
  }
}
