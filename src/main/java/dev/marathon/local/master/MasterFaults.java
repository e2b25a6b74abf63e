package dev.marathon.local.master;

import dev.marathon.local.Faults;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** {@link Faults} of a running cluster. */
public final class MasterFaults implements Faults {
  private final Consumer<Consumer<Master>> onMaster;
  private final Runnable restart;
  private final List<AgentLink> links;

  /**
   * @param onMaster runs an action on the loop and waits for it
   * @param restart replaces the master
   */
  public MasterFaults(
      Consumer<Consumer<Master>> onMaster, Runnable restart, List<AgentLink> links) {
    this.onMaster = onMaster;
    this.restart = restart;
    this.links = links;
  }

  @Override
  public void restartMaster() {
    restart.run();
  }

  @Override
  public void cutStreams() {
    onMaster.accept(master -> subscribers(master, Subscriber::cut));
  }

  @Override
  public void cutStreamsWithinRecord() {
    var event = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
    onMaster.accept(master -> subscribers(master, subscriber -> subscriber.cutWithin(event)));
  }

  private static void subscribers(Master master, Consumer<Subscriber> action) {
    master
        .cluster()
        .frameworks
        .values()
        .forEach(framework -> framework.subscriber().ifPresent(action));
  }

  @Override
  public void repeatUpdates() {
    onMaster.accept(
        master ->
            master
                .cluster()
                .frameworks
                .values()
                .forEach(
                    framework ->
                        List.copyOf(framework.tasks.values())
                            .forEach(task -> task.forwarded().ifPresent(framework::send))));
  }

  @Override
  public void rescindOffers() {
    onMaster.accept(
        master -> List.copyOf(master.cluster().offers.values()).forEach(master.offers()::rescind));
  }

  @Override
  public void loseAgent(int index) {
    agent(index, Agents::lost);
  }

  @Override
  public void freezeAgent(int index) {
    agent(index, Agents::frozen);
  }

  @Override
  public void bringBackAgent(int index) {
    agent(index, Agents::back);
  }

  private void agent(int index, BiConsumer<Agents, AgentLink> action) {
    onMaster.accept(master -> action.accept(master.agents(), links.get(index)));
  }
}
