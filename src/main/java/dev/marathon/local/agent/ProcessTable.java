package dev.marathon.local.agent;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/** All processes of this machine at one moment, from {@code /proc}. */
final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  /** Id of this boot of the machine: pids and start times of another one mean nothing. */
  static final String BOOT = bootId();

  /**
   * What one line of {@code /proc/PID/stat} says.
   *
   * @param state one letter: Z for a zombie, X for dead
   */
  record Stat(ProcessId id, long parent, long group, long session, char state) {

    boolean running() {
      return state != 'Z' && state != 'X';
    }
  }

  private final Map<Long, Stat> byPid;
  private final Map<Long, List<Stat>> children;
  private final Map<Long, List<Stat>> sessions;
  private final Map<Long, List<Stat>> groups;

  private ProcessTable(Map<Long, Stat> byPid) {
    this.byPid = byPid;
    this.children = byPid.values().stream().collect(groupingBy(Stat::parent));
    this.sessions = byPid.values().stream().collect(groupingBy(Stat::session));
    this.groups = byPid.values().stream().collect(groupingBy(Stat::group));
  }

  static ProcessTable read() {
    var byPid = new HashMap<Long, Stat>();
    try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var entry : entries) {
        stat(Long.parseLong(entry.getFileName().toString()))
            .ifPresent(stat -> byPid.put(stat.id().pid(), stat));
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new IllegalStateException("cannot read " + PROC, e);
    }
    return new ProcessTable(byPid);
  }

  /** One process; empty if there is none with this pid. */
  static Optional<Stat> stat(long pid) {
    try {
      // The name of the program may hold anything, also blanks and brackets; the rest is ASCII.
      var line = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      var fields = new StringTokenizer(line.substring(line.lastIndexOf(')') + 2), " ");
      char state = fields.nextToken().charAt(0);
      long parent = Long.parseLong(fields.nextToken());
      long group = Long.parseLong(fields.nextToken());
      long session = Long.parseLong(fields.nextToken());
      for (int skipped = 7; skipped < 22; skipped++) {
        fields.nextToken();
      }
      long started = Long.parseLong(fields.nextToken());
      return Optional.of(new Stat(new ProcessId(pid, started), parent, group, session, state));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static String bootId() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      throw new IllegalStateException("an agent that runs processes needs Linux", e);
    }
  }

  /**
   * All running processes that belong to a task: its descendants, all members of their sessions and
   * groups, and what its supervisor was given as orphans. Never holds the supervisor, this process
   * or pid 1.
   *
   * @param known processes that were found to belong to it earlier
   */
  Set<ProcessId> treeOf(Supervision task, Set<ProcessId> known) {
    var open = new ArrayDeque<>(roots(task, known));
    var found = new HashSet<ProcessId>();
    while (!open.isEmpty()) {
      var stat = open.remove();
      if (!excluded(stat, task) && found.add(stat.id())) {
        open.addAll(children.getOrDefault(stat.id().pid(), List.of()));
        open.addAll(sessions.getOrDefault(stat.session(), List.of()));
        open.addAll(groups.getOrDefault(stat.group(), List.of()));
      }
    }
    found.removeIf(id -> !byPid.get(id.pid()).running());
    return found;
  }

  private List<Stat> roots(Supervision task, Set<ProcessId> known) {
    var roots = new ArrayList<Stat>();
    find(task.main()).ifPresent(roots::add);
    known.forEach(id -> find(id).ifPresent(roots::add));
    if (find(task.supervisor()).isPresent()) {
      roots.addAll(children.getOrDefault(task.supervisor().pid(), List.of()));
    }
    // The kernel hands out no pid that still names a session, so the number of the task's own one
    // is
    // safe even after its main process has ended.
    sessions.getOrDefault(task.main().pid(), List.of()).stream()
        .filter(stat -> stat.id().started() >= task.main().started())
        .forEach(roots::add);
    return roots;
  }

  private Optional<Stat> find(ProcessId id) {
    return Optional.ofNullable(byPid.get(id.pid())).filter(stat -> stat.id().equals(id));
  }

  private static boolean excluded(Stat stat, Supervision task) {
    return stat.id().equals(task.supervisor())
        || stat.id().pid() <= 1
        || stat.id().pid() == ProcessHandle.current().pid();
  }
}
