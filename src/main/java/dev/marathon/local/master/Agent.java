package dev.marathon.local.master;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Unavailability;

/**
 * An agent that is registered (perhaps without contact for the moment). Lives on the master's loop.
 */
final class Agent implements Allocator.Supply {

  /** A key of tasks and executors, whose ids are unique within their framework only. */
  record Key(String framework, String id) {}

  /** An executor other than a command executor, with the resources that it has of its own. */
  record Executor(ExecutorInfo info, Resources resources) {}

  final AgentLink link;
  final AgentLink.Description description;
  final Instant registeredAt;
  private final OfferConstraintRules.Facts facts;

  /** All there is; never allocated. */
  private Resources total;

  /** What is neither offered nor used; never allocated. */
  private Resources free;

  /** Whether the master has contact: offers are made only then. */
  boolean connected = true;

  /** Switched off by an operator: no offers. */
  boolean deactivated;

  /** Present from a drain call on until the agent is activated again. */
  Optional<DrainConfig> draining = Optional.empty();

  private final boolean remote;
  Loop.Timer ping = Loop.Timer.NONE;
  final Map<Key, Task> tasks = new LinkedHashMap<>();
  final Map<Key, Executor> executors = new LinkedHashMap<>();
  final Map<String, Offer> offers = new LinkedHashMap<>();

  /** Tasks to kill as soon as the agent is back. */
  final Set<Key> kills = new HashSet<>();

  Optional<Unavailability> unavailability = Optional.empty();

  Agent(AgentLink link, Resources total, Optional<String> masterRegion, Instant now) {
    this.link = link;
    this.total = total;
    free = total;
    description = link.description();
    registeredAt = now;
    facts =
        new OfferConstraintRules.Facts(
            description.hostname(),
            description.region(),
            description.zone(),
            description.attributes());
    remote = description.region().isPresent() && !description.region().equals(masterRegion);
  }

  @Override
  public String id() {
    return description.id();
  }

  @Override
  public Resources free() {
    return free;
  }

  @Override
  public boolean gpus() {
    return total.milli("gpus") > 0;
  }

  @Override
  public boolean remote() {
    return remote;
  }

  OfferConstraintRules.Facts facts() {
    return facts;
  }

  Resources total() {
    return total;
  }

  /** Resources go out as an offer or are used. A shared volume stays free. */
  void hold(Resources allocated) {
    free = free.minus(unshared(allocated));
  }

  void release(Resources allocated) {
    free = free.plus(unshared(allocated));
  }

  private static Resources unshared(Resources allocated) {
    return allocated.filter(item -> !item.hasShared()).unallocated();
  }

  /** Changes resources that are held (by an offer just accepted) into others. */
  void convert(Resources consumed, Resources converted) {
    total = total.minus(consumed).plus(converted);
    free = free.filter(item -> !item.hasShared()).plus(total.filter(item -> item.hasShared()));
  }

  /** Changes resources that are free. */
  void convertFree(Resources consumed, Resources converted) {
    free = free.minus(consumed).plus(converted);
    convert(consumed, converted);
  }

  boolean available() {
    return connected && !deactivated;
  }
}
