package dev.marathon.mesos;

import java.time.Duration;
import java.util.Map;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;

/** Small values that many messages of Mesos share. */
final class ProtoValues {
  private ProtoValues() {}

  static TaskID taskId(String id) {
    return TaskID.newBuilder().setValue(id).build();
  }

  static AgentID agentId(String id) {
    return AgentID.newBuilder().setValue(id).build();
  }

  static OfferID offerId(String id) {
    return OfferID.newBuilder().setValue(id).build();
  }

  static DurationInfo duration(Duration length) {
    return DurationInfo.newBuilder().setNanoseconds(length.toNanos()).build();
  }

  static Labels labels(Map<String, String> labels) {
    var builder = Labels.newBuilder();
    labels.forEach(
        (key, value) -> builder.addLabels(Label.newBuilder().setKey(key).setValue(value)));
    return builder.build();
  }
}
