package dev.marathon.sim;

import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.VersionInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** People who want this, then that. */
final class Users {

  private static final List<AppId> APPS =
      List.of(new AppId("/a"), new AppId("/b"), new AppId("/g/c"), new AppId("/g/d"));

  private final World world;
  private final Specs specs;
  private final Map<AppId, AppDefinition> wanted = new HashMap<>();
  private final Map<AppId, Long> orders = new HashMap<>();
  private long order;

  Users(World world) {
    this.world = world;
    this.specs = new Specs(world.chance());
  }

  Map<AppId, AppDefinition> wanted() {
    return wanted;
  }

  void act() {
    var app = world.chance().of(APPS);
    switch (world.chance().below(8)) {
      case 0, 1, 2 -> scale(app);
      case 3, 4 -> change(app);
      case 5 -> remove(app);
      case 6 -> kill(app);
      default -> tell(app, new LedgerCommand.ResetBackoff(app), () -> {});
    }
  }

  private void change(AppId app) {
    var version = nextVersion();
    want(
        specs.configuration(app).toBuilder()
            .version(version)
            .versionInfo(new VersionInfo(version, version))
            .build());
  }

  private void scale(AppId app) {
    var now = wanted.get(app);
    if (now == null) {
      change(app);
      return;
    }
    var version = nextVersion();
    want(
        now.toBuilder()
            .instances(specs.instances())
            .version(version)
            .versionInfo(
                new VersionInfo(version, now.versionInfo().orElseThrow().lastConfigChangeAt()))
            .build());
  }

  private Version nextVersion() {
    return new Version(World.BEGIN.plusSeconds(++order));
  }

  private void want(AppDefinition definition) {
    wanted.put(definition.id(), definition);
    orders.put(definition.id(), order);
    wish(definition.id());
  }

  private void remove(AppId app) {
    wanted.remove(app);
    orders.put(app, ++order);
    wish(app);
  }

  /** Tells what is wanted of the app now, until it is done. */
  private void wish(AppId app) {
    var definition = wanted.get(app);
    long number = orders.getOrDefault(app, 0L);
    tell(
        app,
        definition == null
            ? new LedgerCommand.RemoveTarget(app, number)
            : new LedgerCommand.SetTarget(definition, number, List.of()),
        () -> wish(app));
  }

  private void kill(AppId app) {
    var some =
        world.node().instances(app).stream()
            .filter(instance -> world.chance().oneIn(2))
            .map(Instance::id)
            .toList();
    boolean wipe = world.chance().oneIn(3);
    tell(app, new LedgerCommand.Kill(some, wipe, "a user wants it"), () -> {});
  }

  private void tell(AppId app, LedgerCommand command, Runnable failed) {
    world
        .node()
        .ask(
            "users",
            app.ledger(),
            command,
            reply -> {
              if (reply.isEmpty()) {
                failed.run();
              }
            },
            failed);
  }

  /** After a crash nobody knows what became of the last wishes; they are told again. */
  void again() {
    APPS.forEach(this::wish);
  }
}
