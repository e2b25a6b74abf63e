package dev.marathon.group;

import dev.marathon.spec.AppDefinition;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Limits and choices of the tree, the same for every decision of one node.
 *
 * @param maxRunningDeployments one more is refused
 * @param servicePortMin first service port that is given out
 * @param servicePortMax last service port that is given out
 * @param maxDefinitionBytes most bytes of new definitions in one change
 * @param mesosRole role of apps outside of groups that enforce their own
 * @param newGroupEnforceRole whether a new top-level group enforces its role
 * @param configHash equal for definitions that differ in nothing that needs a restart
 * @param storedBytes size of a definition as stored
 */
public record GroupSettings(
    int maxRunningDeployments,
    int servicePortMin,
    int servicePortMax,
    int maxDefinitionBytes,
    String mesosRole,
    boolean newGroupEnforceRole,
    Function<AppDefinition, String> configHash,
    ToIntFunction<AppDefinition> storedBytes) {}
