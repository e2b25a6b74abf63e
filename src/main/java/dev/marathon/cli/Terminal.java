package dev.marathon.cli;

import java.io.Console;

/** Whether a person sits at the other end. */
final class Terminal {

  private Terminal() {}

  /** Input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Asked for below where a console always exists.
  static boolean present() {
    var console = System.console();
    return console != null && interactive(console);
  }

  /** JDK 22 and newer give a console to pipes, too, and a method to tell. */
  private static boolean interactive(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException before22) {
      return true;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }
}
