package dev.marathon.spec;

import dev.marathon.base.Unhandled;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules of volumes, each by its kind. */
final class VolumeRules {

  private static final String DRIVER = "dvdi/driver";
  private static final Pattern DRIVER_NAME =
      Pattern.compile("[a-zA-Z0-9][-a-zA-Z0-9_.]*(/[a-zA-Z0-9][-a-zA-Z0-9_.]*)*");
  private static final Set<String> REFERENCES = Set.of(".", "..");

  private final AppDefinition app;
  private final SpecSettings settings;
  private final Violations found;
  private final boolean docker;

  private VolumeRules(AppDefinition app, SpecSettings settings, Violations found) {
    this.app = app;
    this.settings = settings;
    this.found = found;
    this.docker = app.container().map(c -> c.type() == Container.Type.DOCKER).orElse(false);
  }

  static void check(AppDefinition app, SpecSettings settings, Violations found) {
    var rules = new VolumeRules(app, settings, found);
    for (int i = 0; i < app.volumes().size(); i++) {
      rules.one(app.volumes().get(i), "/container/volumes(" + i + ")");
    }
    rules.externalNames();
  }

  private void one(Volume volume, String path) {
    if (volume instanceof Volume.Persistent persistent) {
      persistent(persistent, path);
    } else if (volume instanceof Volume.External external) {
      external(external, path);
    } else if (volume instanceof Volume.Secret secret) {
      found.require(
          settings.enabled(SpecSettings.SECRETS), path, "needs the feature secrets to be enabled");
      found.require(
          app.secrets().containsKey(secret.secret()),
          path + "/secret",
          "is not defined in 'secrets'");
    } else if (!(volume instanceof Volume.Host)) {
      throw new Unhandled(volume);
    }
  }

  private void persistent(Volume.Persistent volume, String path) {
    var disk = volume.persistent();
    String type = disk.type().orElse("root");
    found.require(volume.mode() == Volume.Mode.RW, path + "/mode", "must be RW");
    found.require(
        !volume.containerPath().contains("/") && !REFERENCES.contains(volume.containerPath()),
        path + "/containerPath",
        "must be the name of a directory in the sandbox, without '/'");
    found.require(disk.size() > 0, path + "/persistent/size", "must be greater than 0");
    found.require(
        disk.maxSize().map(max -> type.equals("mount") && max > disk.size()).orElse(true),
        path + "/persistent/maxSize",
        "is for disks of type mount only, and must be greater than size");
    found.require(
        disk.constraints().isEmpty() || !type.equals("root"),
        path + "/persistent/constraints",
        "do not go with disks of type root");
  }

  private void external(Volume.External volume, String path) {
    var disk = volume.external();
    String inside = path + "/external";
    found.require(
        settings.enabled(SpecSettings.EXTERNAL_VOLUMES),
        path,
        "needs the feature external_volumes to be enabled");
    found.require(disk.name().isPresent(), inside + "/name", "is required");
    found.require(
        !REFERENCES.contains(volume.containerPath()),
        path + "/containerPath",
        "must be a path of a directory");
    if (disk.provider().map("dvdi"::equals).orElse(false)) {
      dvdi(volume, path);
    } else {
      found.add(path + "/external/provider", "must be dvdi, the only known provider");
    }
    found.require(
        app.upgradeStrategy().maximumOverCapacity() == 0,
        AppRules.OVER_CAPACITY,
        "must be 0: an external volume serves one instance at a time");
  }

  private void dvdi(Volume.External volume, String path) {
    var disk = volume.external();
    String inside = path + "/external";
    found.require(
        DRIVER_NAME.matcher(disk.options().getOrDefault(DRIVER, "")).matches(),
        inside + "/options",
        "must name the driver in '" + DRIVER + "'");
    found.require(
        volume.mode() == Volume.Mode.RW
            || !disk.options().getOrDefault(DRIVER, "").equals("rexray"),
        path + "/mode",
        "must be RW for the driver rexray");
    if (docker) {
      found.require(
          disk.options().size() <= 1,
          inside + "/options",
          "may name only the driver with a container of type DOCKER");
      found.require(
          disk.size().isEmpty(),
          inside + "/size",
          "cannot be given with a container of type DOCKER");
    }
  }

  private void externalNames() {
    var seen = new HashSet<String>();
    boolean unique =
        app.volumes().stream()
            .filter(Volume.External.class::isInstance)
            .map(Volume.External.class::cast)
            .flatMap(volume -> volume.external().name().stream())
            .allMatch(seen::add);
    found.require(unique, "/container/volumes", "names of external volumes must be unique");
  }
}
