package dev.marathon.app.actor;

import akka.actor.typed.Behavior;
import dev.marathon.app.AppCommand;
import dev.marathon.app.AppReply;
import dev.marathon.app.AppRules;
import dev.marathon.base.AppId;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import java.util.function.Consumer;

/** One app: its rules as an owner. */
public final class AppActor {

  private AppActor() {}

  /** Persistence id of an app; part of the storage format. */
  public static String persistenceId(AppId app) {
    return "App|" + app.path();
  }

  /**
   * @param settings named by {@link #persistenceId}
   * @param unreadable told when the journal of the app cannot be read
   */
  public static Behavior<GateMessage<AppCommand, AppReply>> create(
      OwnerSettings settings, AppRules rules, Consumer<Throwable> unreadable) {
    return Owner.create(
        settings, rules, new OwnerPorts<>(held -> {}, published -> {}, effect -> {}, unreadable));
  }
}
