package dev.marathon.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/**
 * What this node says of itself.
 *
 * @param leader {@code host:port} of the active node's HTTP API
 * @param leaderUrl the same as URL
 * @param configuration members of {@code /v2/info} that come from the settings: {@code
 *     marathon_config}, {@code zookeeper_config}, {@code http_config}
 * @param settings what {@code /config} shows: all settings as a tree, secrets masked
 */
public record NodeInfo(
    String version,
    String buildref,
    String leader,
    String leaderUrl,
    Supplier<ObjectNode> configuration,
    Supplier<ObjectNode> settings) {}
