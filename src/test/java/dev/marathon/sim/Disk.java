package dev.marathon.sim;

import dev.marathon.app.AppEvent;
import dev.marathon.app.AppState;
import dev.marathon.base.AppId;
import dev.marathon.framework.FrameworkEvent;
import dev.marathon.framework.FrameworkState;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupState;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The journals of all owners. */
final class Disk {

  private final Journal<FrameworkEvent, FrameworkState> framework = new Journal<>();
  private final Journal<GroupEvent, GroupState> tree = new Journal<>();
  private final Map<AppId, Journal<AppEvent, AppState>> apps = new TreeMap<>();
  private final Map<Integer, Journal<LedgerEvent, LedgerState>> ledgers = new TreeMap<>();

  Journal<FrameworkEvent, FrameworkState> framework() {
    return framework;
  }

  Journal<GroupEvent, GroupState> tree() {
    return tree;
  }

  Journal<AppEvent, AppState> app(AppId id) {
    return apps.computeIfAbsent(id, unused -> new Journal<>());
  }

  /** Those that were ever asked for. */
  List<AppId> apps() {
    return List.copyOf(apps.keySet());
  }

  Map<Integer, Journal<LedgerEvent, LedgerState>> ledgers() {
    return ledgers;
  }

  Journal<LedgerEvent, LedgerState> ledger(int number) {
    return ledgers.computeIfAbsent(number, unused -> new Journal<>());
  }
}
