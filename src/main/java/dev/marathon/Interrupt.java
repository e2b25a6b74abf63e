package dev.marathon;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Tells Ctrl-C (SIGINT) from a plain stop (SIGTERM): the first ends the tasks of a local cluster,
 * the second leaves them. The JDK has no public API for that, so its {@code sun.misc.Signal} is
 * called by name.
 */
final class Interrupt {

  private Interrupt() {}

  /**
   * Runs the action on each SIGINT, in place of the JVM's own shutdown, with the count of signals
   * so far. Does nothing where the JVM has no such signals.
   */
  static void onSignal(IntConsumer action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var count = new java.util.concurrent.atomic.AtomicInteger();
      var proxy =
          Proxy.newProxyInstance(
              Interrupt.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.accept(count.incrementAndGet());
                  return null;
                }
                return method.getName().equals("hashCode")
                    ? System.identityHashCode(self)
                    : method.getName().equals("equals")
                        ? self == arguments[0]
                        : "interrupt handler";
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
    } catch (ReflectiveOperationException noSignals) {
      // Ctrl-C then behaves as SIGTERM does: tasks stay.
    }
  }
}
