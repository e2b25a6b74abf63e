package dev.marathon.spec;

import dev.marathon.base.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One port of a task: what the app asked for and what it got.
 *
 * @param hostPort on the agent, absent if the port exists on a container network only
 * @param inside the number that the task itself listens on
 */
public record TaskPort(PortRequest request, Optional<Integer> hostPort, int inside) {

  private static final int FIRST_UNPRIVILEGED = 1025;
  private static final int LAST = 65535;

  /** The number that the environment tells: the one others can reach. */
  public int told() {
    return hostPort.orElse(inside);
  }

  /** Whether the port is for this container network too. */
  public boolean on(String network) {
    return request.networkNames().isEmpty() || request.networkNames().contains(network);
  }

  /**
   * The ports of a task in the order of the app's requests.
   *
   * @param allocated host ports, in the order of those requests that ask for one
   * @throws IllegalArgumentException if fewer host ports were allocated than are asked for
   */
  public static List<TaskPort> of(AppDefinition app, TaskId task, List<Integer> allocated) {
    List<PortRequest> requests = app.portRequests();
    long needed = requests.stream().filter(PortRequest::onHost).count();
    if (needed > allocated.size()) {
      throw new IllegalArgumentException(
          "%s asks for %d host ports, %d are allocated".formatted(task, needed, allocated.size()));
    }
    var known = new ArrayList<>(allocated);
    requests.forEach(request -> request.containerPort().ifPresent(known::add));
    Iterator<Integer> next = allocated.iterator();
    var ports = new ArrayList<TaskPort>();
    for (PortRequest request : requests) {
      Optional<Integer> host = request.onHost() ? Optional.of(next.next()) : Optional.empty();
      int inside =
          request
              .containerPort()
              .filter(port -> port != 0)
              .or(() -> host)
              .orElseGet(() -> invented(task, known));
      known.add(inside);
      ports.add(new TaskPort(request, host, inside));
    }
    return List.copyOf(ports);
  }

  /** As good as random, but the same for the same task: nothing here may depend on chance. */
  private static int invented(TaskId task, List<Integer> known) {
    var crc = new CRC32C();
    crc.update(task.toString().getBytes(StandardCharsets.UTF_8));
    int range = LAST - FIRST_UNPRIVILEGED + 1;
    int offset = (int) (crc.getValue() % range);
    while (known.contains(FIRST_UNPRIVILEGED + offset)) {
      offset = (offset + 1) % range;
    }
    return FIRST_UNPRIVILEGED + offset;
  }
}
