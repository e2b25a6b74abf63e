package dev.marathon.mesos.client;

import dev.marathon.mesos.FrameworkSettings;
import dev.marathon.mesos.MesosCall;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What we ask for when we subscribe. It follows the calls that the master took in: a new stream
 * forgets suppression, so a reconnect has to ask for it again.
 */
record Subscription(
    Optional<String> frameworkId, FrameworkSettings framework, Set<String> suppressed) {

  Subscription {
    // The master refuses a suppressed role that is not one of the roles.
    var known = new HashSet<>(suppressed);
    known.retainAll(framework.roles());
    suppressed = Set.copyOf(known);
  }

  Subscription withFrameworkId(String id) {
    return new Subscription(Optional.of(id), framework, suppressed);
  }

  /** After the master took the call in. An empty set of roles means all of ours. */
  Subscription after(MesosCall call) {
    if (call instanceof MesosCall.Suppress suppress) {
      var more = new HashSet<>(suppressed);
      more.addAll(suppress.roles().isEmpty() ? framework.roles() : suppress.roles());
      return new Subscription(frameworkId, framework, more);
    }
    if (call instanceof MesosCall.Revive revive) {
      var fewer = new HashSet<>(suppressed);
      fewer.removeAll(revive.roles().isEmpty() ? framework.roles() : revive.roles());
      return new Subscription(frameworkId, framework, fewer);
    }
    if (call instanceof MesosCall.UpdateFramework update) {
      return new Subscription(
          frameworkId, framework.withRoles(update.roles()), update.suppressed());
    }
    return this;
  }
}
