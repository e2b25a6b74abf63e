package dev.marathon.sim;

import dev.marathon.framework.FrameworkEvent;
import dev.marathon.framework.FrameworkState;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import java.util.Map;
import java.util.TreeMap;

/** The journals of all owners. */
final class Disk {

  private final Journal<FrameworkEvent, FrameworkState> framework = new Journal<>();
  private final Map<Integer, Journal<LedgerEvent, LedgerState>> ledgers = new TreeMap<>();

  Journal<FrameworkEvent, FrameworkState> framework() {
    return framework;
  }

  Map<Integer, Journal<LedgerEvent, LedgerState>> ledgers() {
    return ledgers;
  }

  Journal<LedgerEvent, LedgerState> ledger(int number) {
    return ledgers.computeIfAbsent(number, unused -> new Journal<>());
  }
}
