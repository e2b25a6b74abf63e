package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;

/**
 * Which account a task runs as.
 *
 * <p>Only root can run tasks as others. An agent that is not root runs everything as itself, like a
 * Mesos agent with {@code --no-switch_user}, except that a command which names a user gets that
 * user or nothing.
 *
 * @param self name of the account of this process
 */
record Accounts(String self, boolean root) {

  /** The account of this process, with what it may do. */
  static Accounts ofThisProcess() {
    var self = System.getProperty("user.name");
    return new Accounts(self, "root".equals(self));
  }

  /**
   * @return the account to change to; empty to stay what this process is
   * @throws LaunchFailure if the account does not exist or may not be taken on
   * @param directory that would have been given to the account, for the message
   */
  Optional<String> of(Launch launch, Path directory) throws LaunchFailure {
    var command = launch.task().getCommand();
    if (command.hasUser() && !command.getUser().isEmpty()) {
      return checked(command.getUser(), directory);
    }
    var user = launch.framework().getUser();
    return root && !user.isEmpty() ? checked(user, directory) : Optional.empty();
  }

  private Optional<String> checked(String user, Path directory) throws LaunchFailure {
    if (user.equals(self)) {
      return Optional.empty();
    }
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
    } catch (UserPrincipalNotFoundException none) {
      throw refused(directory, user, "No such user '" + user + "'");
    } catch (IOException e) {
      throw refused(directory, user, e.getMessage());
    }
    if (!root) {
      throw refused(directory, user, "Operation not permitted");
    }
    return Optional.of(user);
  }

  private static LaunchFailure refused(Path directory, String user, String why) {
    return LaunchFailure.dropped(
        "Failed to create executor directory '%s': Failed to chown directory to '%s': %s"
            .formatted(directory, user, why));
  }

  /**
   * Gives directories with everything in them to an account and its group. Links are not followed.
   */
  void give(String user, List<Path> paths) throws IOException, InterruptedException {
    if (paths.isEmpty()) {
      return;
    }
    var command = new java.util.ArrayList<>(List.of("chown", "-R", "-h", "-P", "--", user + ":"));
    paths.forEach(path -> command.add(path.toString()));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("cannot give " + paths + " to " + user);
    }
  }
}
