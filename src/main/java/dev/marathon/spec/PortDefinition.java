package dev.marathon.spec;

import java.util.Map;
import java.util.Optional;

/**
 * A port of an app on the host's network.
 *
 * @param port service port, also the wanted host port with {@code requirePorts}; 0 means: assign
 *     one
 * @param protocol {@code tcp}, {@code udp} or {@code udp,tcp}
 */
public record PortDefinition(
    int port, String protocol, Optional<String> name, Map<String, String> labels) {}
