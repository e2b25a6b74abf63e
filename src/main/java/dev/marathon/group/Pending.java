package dev.marathon.group;

import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.util.Optional;

/**
 * A definition or removal that the tree keeps until it is kept elsewhere.
 *
 * @param order number of the change
 * @param definition absent: the app was removed
 */
public record Pending(Version version, long order, Optional<AppDefinition> definition) {}
