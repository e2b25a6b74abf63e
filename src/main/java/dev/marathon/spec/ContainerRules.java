package dev.marathon.spec;

import java.util.List;
import java.util.Optional;

/** Rules of containers: what goes with which containerizer. */
final class ContainerRules {

  private static final String PATH = "/container";

  private ContainerRules() {}

  static void check(AppDefinition app, SpecSettings settings, Violations found) {
    app.container()
        .ifPresent(
            container -> {
              docker(app, container, settings, found);
              container.linuxInfo().ifPresent(info -> linux(container.type(), info, found));
              VolumeRules.check(app, settings, found);
            });
  }

  private static void docker(
      AppDefinition app, Container container, SpecSettings settings, Violations found) {
    boolean mesos = container.type() == Container.Type.MESOS;
    String path = PATH + "/docker";
    found.require(
        mesos || container.docker().isPresent(),
        path,
        "is required for a container of type DOCKER");
    for (var parameter : container.docker().map(Container.Docker::parameters).orElse(List.of())) {
      found.require(
          !parameter.key().equals("name"),
          path + "/parameters",
          "must not set 'name': Mesos names the containers itself");
    }
    var secret = container.docker().flatMap(Container.Docker::pullSecret);
    if (secret.isPresent()) {
      found.require(mesos, path + "/pullConfig", "works with containers of type MESOS only");
      found.require(
          settings.enabled(SpecSettings.SECRETS),
          path + "/pullConfig",
          "needs the feature secrets to be enabled");
      found.require(
          app.secrets().containsKey(secret.get()),
          path + "/pullConfig/secret",
          "is not defined in 'secrets'");
    }
  }

  private static void linux(Container.Type type, Container.LinuxInfo info, Violations found) {
    String path = PATH + "/linuxInfo";
    found.require(type == Container.Type.MESOS, path, "works with containers of type MESOS only");
    info.seccomp()
        .ifPresent(
            seccomp ->
                found.require(
                    seccomp.profileName().isPresent() != seccomp.unconfined(),
                    path + "/seccomp",
                    "give either a profileName or unconfined: true"));
    boolean parents = info.ipcInfo().map(ipc -> ipc.mode().equals("SHARE_PARENT")).orElse(false);
    found.require(
        !parents
            || info.ipcInfo().map(Container.IpcInfo::shmSize).filter(Optional::isPresent).isEmpty(),
        path + "/ipcInfo/shmSize",
        "cannot be given with mode SHARE_PARENT");
  }
}
