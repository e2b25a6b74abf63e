package dev.marathon.group.actor;

import dev.marathon.base.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** What is under way for one app. */
final class AppErrands {

  /** Definitions that its actor was asked to store and has not answered for. */
  private int deliveries;

  /** Versions that the app has stored and that its ledger may lack. */
  private final SortedSet<Version> atApp = new TreeSet<>();

  /** Newest version that the app's ledger knows. It will never need an older one. */
  private Optional<Version> atLedger = Optional.empty();

  /** Order of the newest change that the app's ledger was told about; 0 is none. */
  private long told;

  private boolean answered = true;
  private Optional<UUID> deployment = Optional.empty();

  void delivering() {
    deliveries++;
  }

  void delivered(Version version) {
    deliveries--;
    atApp.add(version);
  }

  /**
   * The ledger is to be told of a change.
   *
   * @return false for one that is older than what it was told before. It must not come after it: a
   *     ledger that has forgotten a removed app would take the app for a new one.
   */
  boolean telling(long order) {
    if (order < told) {
      return false;
    }
    told = order;
    answered = false;
    return true;
  }

  /** Whether the ledger has to be told of this change until it answers. */
  boolean toldLast(long order) {
    return order == told;
  }

  void answered(long order) {
    answered |= order == told;
  }

  void ledgerHas(Version version) {
    if (atLedger.filter(known -> known.compareTo(version) >= 0).isEmpty()) {
      atLedger = Optional.of(version);
    }
  }

  /** Versions that app and ledger have; each once. */
  List<Version> settled() {
    var settled = new ArrayList<Version>();
    while (atLedger.isPresent()
        && !atApp.isEmpty()
        && atApp.first().compareTo(atLedger.get()) <= 0) {
      settled.add(atApp.first());
      atApp.remove(atApp.first());
    }
    return settled;
  }

  Optional<UUID> deployment() {
    return deployment;
  }

  void deployedBy(UUID id) {
    deployment = Optional.of(id);
  }

  void noLongerDeployedBy(UUID id) {
    deployment = deployment.filter(other -> !other.equals(id));
  }

  /** Whether there is nothing to remember: what comes next starts anew. */
  boolean over() {
    return deliveries == 0 && atApp.isEmpty() && answered && deployment.isEmpty();
  }
}
