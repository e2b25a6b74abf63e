package dev.marathon.agents;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marathon.agents.Agent.Amounts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the master's {@code /slaves}. */
final class AgentReader {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AgentReader() {}

  /**
   * Reads agent by agent: of some thousand agents the whole tree would be large.
   *
   * @param byName whether agents are asked under their names, which certificates tell, and not
   *     under their addresses, which need no DNS
   * @throws Trouble if it is something else
   */
  static List<Agent> read(byte[] json, boolean byName) {
    var agents = new ArrayList<Agent>();
    try (var parser = MAPPER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Trouble.strange("the Mesos master's list of agents is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("slaves");
        if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            agents.add(agent(MAPPER.readTree(parser), byName));
          }
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException notJson) {
      throw Trouble.strange("the Mesos master's list of agents cannot be read");
    }
    return List.copyOf(agents);
  }

  private static Agent agent(JsonNode json, boolean byName) {
    var attributes = new TreeMap<String, String>();
    json.path("attributes")
        .properties()
        .forEach(attribute -> attributes.put(attribute.getKey(), text(attribute.getValue())));
    var domain = json.path("domain").path("fault_domain");
    var hostname = json.path("hostname").asText();
    var address = HostPort.ofPid(json.path("pid").asText());
    return new Agent(
        json.path("id").asText(),
        hostname,
        byName ? new HostPort(hostname, address.port()) : address,
        state(json),
        name(json.path("version")),
        json.path("registered_time").isNumber()
            ? Optional.of(
                Instant.ofEpochMilli(Math.round(json.path("registered_time").asDouble() * 1000)))
            : Optional.empty(),
        name(domain.path("region").path("name")),
        name(domain.path("zone").path("name")),
        attributes,
        amounts(json.path("resources")),
        amounts(json.path("used_resources")),
        amounts(json.path("offered_resources")));
  }

  private static Agent.State state(JsonNode json) {
    return switch (json.path("drain_info").path("state").asText()) {
      case "DRAINING" -> Agent.State.DRAINING;
      case "DRAINED" -> Agent.State.DRAINED;
      default ->
          json.path("deactivated").asBoolean()
              ? Agent.State.DEACTIVATED
              : json.path("active").asBoolean() ? Agent.State.ACTIVE : Agent.State.DISCONNECTED;
    };
  }

  /** A whole number without the point that Mesos gives it: an attribute {@code index:2} is 2. */
  private static String text(JsonNode value) {
    double number = value.asDouble();
    return value.isNumber() && number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : value.asText();
  }

  private static Optional<String> name(JsonNode value) {
    return value.isTextual() && !value.asText().isEmpty()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  private static Amounts amounts(JsonNode resources) {
    return new Amounts(
        resources.path("cpus").asDouble(),
        resources.path("mem").asDouble(),
        resources.path("disk").asDouble(),
        resources.path("gpus").asDouble(),
        name(resources.path("ports")));
  }
}
