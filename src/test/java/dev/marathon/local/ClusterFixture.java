package dev.marathon.local;

import com.google.protobuf.util.JsonFormat;
import dev.marathon.local.master.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** A cluster with fake runners and schedulers that talk to it over HTTP. */
final class ClusterFixture implements AutoCloseable {
  static final String RESOURCES = "cpus:4;mem:4096;disk:10000;ports:[31000-31999]";

  final List<FakeRunner> runners = new ArrayList<>();
  private final List<TestScheduler> schedulers = new ArrayList<>();
  private final LocalClusterConfig config;
  LocalCluster cluster;

  private ClusterFixture(LocalClusterConfig config) {
    this.config = config;
    start();
  }

  static ClusterFixture agents(Path data, int agents, UnaryOperator<LocalClusterConfig> change) {
    var settings = Settings.defaults().withAllocationInterval(Duration.ofMillis(200));
    var config =
        LocalClusterConfig.at(data).withAgents(agents, RESOURCES, "rack:{a,b};index:{1..9}");
    return new ClusterFixture(change.apply(config.withSettings(settings)));
  }

  static ClusterFixture oneAgent(Path data) {
    return agents(data, 1, UnaryOperator.identity());
  }

  private void start() {
    cluster =
        LocalCluster.start(
            config,
            place -> {
              if (place.index() < runners.size()) {
                return runners.get(place.index());
              }
              var runner = new FakeRunner();
              runners.add(runner);
              return runner;
            });
  }

  /**
   * Ends the whole process and starts another one over the same data; what the runners run goes on.
   */
  void restartProcess() {
    cluster.close();
    start();
  }

  TestScheduler scheduler() {
    var scheduler = new TestScheduler(cluster.master());
    schedulers.add(scheduler);
    return scheduler;
  }

  TestScheduler protobufScheduler() {
    var scheduler = new TestScheduler(cluster.master(), true);
    schedulers.add(scheduler);
    return scheduler;
  }

  @Override
  public void close() throws IOException {
    for (var scheduler : schedulers) {
      scheduler.close();
    }
    cluster.close();
  }

  static Call.Subscribe.Builder subscribe(FrameworkInfo.Builder framework) {
    return Call.Subscribe.newBuilder().setFrameworkInfo(framework);
  }

  static Call.Builder call(String json) throws IOException {
    var call = Call.newBuilder();
    JsonFormat.parser().merge(json, call);
    return call;
  }

  static Call.Builder decline(Offer offer, double seconds) throws IOException {
    return call(
        "{type:'DECLINE',decline:{offer_ids:[{value:'%s'}],filters:{refuse_seconds:%s}}}"
            .formatted(offer.getId().getValue(), seconds));
  }

  /**
   * @param operations JSON, separated by commas
   */
  static Call.Builder accept(Offer offer, String operations) throws IOException {
    return call(
        "{type:'ACCEPT',accept:{offer_ids:[{value:'%s'}],filters:{refuse_seconds:0},operations:[%s]}}"
            .formatted(offer.getId().getValue(), operations));
  }

  static String launch(String... tasks) {
    return "{type:'LAUNCH',launch:{task_infos:[%s]}}".formatted(String.join(",", tasks));
  }

  static String task(String id, Offer offer, String resources) {
    return "{name:'n',task_id:{value:'%s'},agent_id:{value:'%s'},command:{value:'x'},resources:[%s]}"
        .formatted(id, offer.getAgentId().getValue(), resources);
  }

  static String task(String id, Offer offer) {
    return task(id, offer, scalar("cpus", 0.1) + "," + scalar("mem", 32));
  }

  static String scalar(String name, double value) {
    return "{name:'%s',type:'SCALAR',scalar:{value:%s}}".formatted(name, value);
  }

  static String reserved(String name, double value, String extra) {
    return "{name:'%s',type:'SCALAR',scalar:{value:%s},reservations:[{type:'DYNAMIC',role:'rec',principal:'rv'}]%s}"
        .formatted(name, value, extra);
  }

  static Call.Builder kill(String task) throws IOException {
    return call("{type:'KILL',kill:{task_id:{value:'%s'}}}".formatted(task));
  }

  static Call.Builder reconcile(String... tasksAndAgents) throws IOException {
    var tasks = new ArrayList<String>();
    for (int i = 0; i < tasksAndAgents.length; i += 2) {
      var agent = tasksAndAgents[i + 1];
      tasks.add(
          "{task_id:{value:'%s'}%s}"
              .formatted(
                  tasksAndAgents[i], agent.isEmpty() ? "" : ",agent_id:{value:'" + agent + "'}"));
    }
    return call("{type:'RECONCILE',reconcile:{tasks:[%s]}}".formatted(String.join(",", tasks)));
  }
}
