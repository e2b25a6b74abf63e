package dev.marathon.local.http;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What a scheduler call must contain; the texts are those of Mesos. */
final class CallRules {
  private CallRules() {}

  /** The fault, or empty. */
  static Optional<String> invalid(Call call) {
    if (!call.hasType()) {
      return expecting("type");
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      return call.hasSubscribe()
          ? sameId(call, call.getSubscribe().getFrameworkInfo(), "subscribe")
          : expecting("subscribe");
    }
    if (!call.hasFrameworkId()) {
      return expecting("framework_id");
    }
    return switch (call.getType()) {
      case ACCEPT -> present(call.hasAccept(), "accept");
      case DECLINE -> present(call.hasDecline(), "decline");
      case ACCEPT_INVERSE_OFFERS -> present(call.hasAcceptInverseOffers(), "accept_inverse_offers");
      case DECLINE_INVERSE_OFFERS ->
          present(call.hasDeclineInverseOffers(), "decline_inverse_offers");
      case KILL -> present(call.hasKill(), "kill");
      case SHUTDOWN -> present(call.hasShutdown(), "shutdown");
      case ACKNOWLEDGE ->
          present(call.hasAcknowledge(), "acknowledge")
              .or(() -> uuid(call.getAcknowledge().getUuid()));
      case ACKNOWLEDGE_OPERATION_STATUS ->
          present(call.hasAcknowledgeOperationStatus(), "acknowledge_operation_status")
              .or(() -> uuid(call.getAcknowledgeOperationStatus().getUuid()));
      case RECONCILE -> present(call.hasReconcile(), "reconcile");
      case RECONCILE_OPERATIONS -> present(call.hasReconcileOperations(), "reconcile_operations");
      case MESSAGE -> present(call.hasMessage(), "message");
      case REQUEST -> present(call.hasRequest(), "request");
      case UPDATE_FRAMEWORK ->
          call.hasUpdateFramework()
              ? sameId(call, call.getUpdateFramework().getFrameworkInfo(), "update_framework")
              : expecting("update_framework");
      case TEARDOWN, REVIVE, SUPPRESS, SUBSCRIBE, UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> sameId(Call call, FrameworkInfo info, String body) {
    var outer =
        call.hasFrameworkId() ? Optional.of(call.getFrameworkId()) : Optional.<FrameworkID>empty();
    var inner = info.hasId() ? Optional.of(info.getId()) : Optional.<FrameworkID>empty();
    return outer.equals(inner)
        ? Optional.empty()
        : Optional.of("'framework_id' differs from '" + body + ".framework_info.id'");
  }

  private static Optional<String> present(boolean present, String field) {
    return present ? Optional.empty() : expecting(field);
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }

  /** Mesos asks for a version from 1 to 5 and looks at no variant. */
  private static Optional<String> uuid(ByteString bytes) {
    int version = bytes.size() == 16 ? (bytes.byteAt(6) & 0xf0) >> 4 : 0;
    return version >= 1 && version <= 5 ? Optional.empty() : Optional.of("Not a valid UUID");
  }
}
