package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an app lacks; the newest one replaces all earlier ones of the same app.
 *
 * @param definition to launch
 * @param fresh how many new instances are wanted
 * @param relaunch instances whose task ended and that want their next incarnation
 * @param notBefore end of the back-off, absent when there is none
 * @param placed where the instances are that constraints have to look at; empty when the app has no
 *     constraints
 */
public record Demand(
    AppId appId,
    AppDefinition definition,
    int fresh,
    List<Relaunch> relaunch,
    Optional<Instant> notBefore,
    List<Placement> placed) {

  public int count() {
    return fresh + relaunch.size();
  }

  /**
   * @param incarnation number that the next task gets
   */
  public record Relaunch(InstanceId id, int incarnation) {}
}
