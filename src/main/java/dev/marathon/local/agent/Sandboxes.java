package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Makes sandboxes: directories 0750 with {@code stdout} and {@code stderr}, links to persistent
 * volumes, and the link {@code latest} beside them.
 */
final class Sandboxes {

  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> SHUT = PosixFilePermissions.fromString("rwxr-x---");
  private static final Set<PosixFilePermission> LOG = PosixFilePermissions.fromString("rw-r--r--");

  private final AgentPaths paths;

  Sandboxes(AgentPaths paths) {
    this.paths = paths;
  }

  /**
   * Makes the sandbox of a task, and that of its executor if it is not there.
   *
   * @return the task's
   */
  Path create(Launch launch) throws IOException {
    var run = paths.executorSandbox(launch);
    directories(run.getParent());
    // Tasks of a group may have different users, who all have to pass through.
    directory(run, launch.pod().isPresent() ? OPEN : SHUT);
    link(run.resolveSibling("latest"), run);
    var sandbox = paths.sandbox(launch);
    if (launch.pod().isPresent()) {
      directory(sandbox.getParent(), OPEN);
      directory(run.resolve("tasks"), OPEN);
      directory(sandbox, SHUT);
      var name = AgentPaths.requireName(launch.task().getTaskId().getValue());
      link(run.resolve("tasks").resolve(name), sandbox);
      logs(run);
    }
    logs(sandbox);
    return sandbox;
  }

  /**
   * Links the persistent volumes among the task's resources into its sandbox.
   *
   * @return directories of volumes that are new
   */
  List<Path> mount(Launch launch, Path sandbox) throws IOException, LaunchFailure {
    var made = new ArrayList<Path>();
    for (var resource : launch.task().getResourcesList()) {
      if (resource.hasDisk() && resource.getDisk().hasPersistence()) {
        var volume = volume(resource);
        if (!Files.exists(volume, LinkOption.NOFOLLOW_LINKS)) {
          directories(volume.getParent());
          directory(volume, OPEN);
          made.add(volume);
        }
        var mount = Path.of(resource.getDisk().getVolume().getContainerPath()).normalize();
        if (mount.isAbsolute() || mount.startsWith("..") || mount.toString().isEmpty()) {
          throw LaunchFailure.container("volume path '" + mount + "' is not inside the sandbox");
        }
        var target = sandbox.resolve(mount);
        Files.createDirectories(target.getParent());
        link(target, volume);
      }
    }
    return made;
  }

  /** Where a persistent volume lies. */
  Path volume(Resource resource) {
    return paths
        .volumes(role(resource))
        .resolve(AgentPaths.requireName(resource.getDisk().getPersistence().getId()));
  }

  /** A volume belongs to the innermost role that its disk is reserved for. */
  private static String role(Resource resource) {
    int reservations = resource.getReservationsCount();
    return reservations > 0 ? resource.getReservations(reservations - 1).getRole() : "*";
  }

  private void directories(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      if (!path.equals(paths.work())) {
        directories(path.getParent());
      }
      directory(path, OPEN);
    }
  }

  /** The permissions are set apart from creation, because the process' umask cuts them there. */
  private static void directory(Path path, Set<PosixFilePermission> permissions)
      throws IOException {
    try {
      Files.createDirectory(path);
      Files.setPosixFilePermissions(path, permissions);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw there;
      }
    }
  }

  private static void logs(Path sandbox) throws IOException {
    for (var name : List.of("stdout", "stderr")) {
      var file = sandbox.resolve(name);
      try {
        Files.createFile(file);
        Files.setPosixFilePermissions(file, LOG);
      } catch (FileAlreadyExistsException there) {
        continue; // another task of the group, or another start in the same executor
      }
    }
  }

  /** Replaces what is there. Tasks of a group do this at the same time. */
  private static void link(Path link, Path target) throws IOException {
    var temporary = link.resolveSibling("." + UUID.randomUUID() + ".link");
    Files.createSymbolicLink(temporary, target);
    Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
  }
}
