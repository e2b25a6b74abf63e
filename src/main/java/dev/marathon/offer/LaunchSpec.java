package dev.marathon.offer;

import dev.marathon.base.TaskId;
import dev.marathon.instance.Placement;
import dev.marathon.spec.AppDefinition;
import java.util.List;

/**
 * One task to launch from an offer, complete enough to build Mesos' TaskInfo.
 *
 * @param taken the parts of the offer's resources that the task uses
 */
public record LaunchSpec(
    TaskId taskId,
    AppDefinition definition,
    boolean enforceRole,
    Placement placement,
    String allocationRole,
    List<Offer.Resource> taken) {}
