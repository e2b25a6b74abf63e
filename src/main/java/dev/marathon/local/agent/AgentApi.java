package dev.marathon.local.agent;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.marathon.local.TaskStates;
import dev.marathon.local.wire.BadJson;
import dev.marathon.local.wire.JsonReader;
import dev.marathon.local.wire.ProtoJson;
import dev.marathon.local.wire.ProtoJsonReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FileInfo;
import org.apache.mesos.v1.Protos.Task;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.VersionInfo;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Response;

/** The agent's v1 operator API: one POST for all calls that only look. Blocks. */
final class AgentApi {

  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final long NANOS = 1_000_000_000L;

  private final AgentDescription agent;
  private final AgentContents contents;
  private final SandboxFiles files;

  /** A call that is answered with an error status. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  AgentApi(AgentDescription agent, AgentContents contents, SandboxFiles files) {
    this.agent = agent;
    this.contents = contents;
    this.files = files;
  }

  HttpResponse handle(HttpRequest request, byte[] body) {
    try {
      var answer = answer(parse(request.entity().getContentType().toString(), body));
      return wantsProtobuf(request)
          ? HttpResponse.create()
              .withEntity(HttpEntities.create(ContentTypes.parse(PROTOBUF), answer.toByteArray()))
          : HttpResponse.create()
              .withEntity(ContentTypes.APPLICATION_JSON, ProtoJson.print(answer));
    } catch (Refused e) {
      return HttpResponse.create()
          .withStatus(StatusCodes.get(e.status))
          .withEntity(ContentTypes.TEXT_PLAIN_UTF8, e.getMessage());
    }
  }

  private static boolean wantsProtobuf(HttpRequest request) {
    var accept = request.getHeader("Accept").map(header -> header.value()).orElse(JSON);
    return accept.contains(PROTOBUF) && !accept.contains(JSON) && !accept.contains("*/*");
  }

  private static Call parse(String type, byte[] body) throws Refused {
    try {
      if (type.equals(PROTOBUF)) {
        return Call.parseFrom(body);
      }
      if (type.equals(JSON)) {
        var json = JsonReader.read(ByteString.copyFrom(body).toStringUtf8());
        return ProtoJsonReader.read(json, Call.newBuilder()).build();
      }
    } catch (BadJson e) {
      throw new Refused(400, e.getMessage());
    } catch (InvalidProtocolBufferException e) {
      throw new Refused(400, "Failed to parse body into Call protobuf");
    }
    throw new Refused(415, "Expecting 'Content-Type' of " + JSON + " or " + PROTOBUF);
  }

  private Response answer(Call call) throws Refused {
    var response = Response.newBuilder();
    switch (call.getType()) {
      case GET_HEALTH ->
          response
              .setType(Response.Type.GET_HEALTH)
              .setGetHealth(Response.GetHealth.newBuilder().setHealthy(true));
      case GET_VERSION ->
          response
              .setType(Response.Type.GET_VERSION)
              .setGetVersion(Response.GetVersion.newBuilder().setVersionInfo(version()));
      case GET_AGENT ->
          response
              .setType(Response.Type.GET_AGENT)
              .setGetAgent(Response.GetAgent.newBuilder().setAgentInfo(info()));
      case GET_FRAMEWORKS ->
          response.setType(Response.Type.GET_FRAMEWORKS).setGetFrameworks(frameworks());
      case GET_EXECUTORS ->
          response.setType(Response.Type.GET_EXECUTORS).setGetExecutors(executors());
      case GET_TASKS -> response.setType(Response.Type.GET_TASKS).setGetTasks(tasks());
      case GET_STATE ->
          response
              .setType(Response.Type.GET_STATE)
              .setGetState(
                  Response.GetState.newBuilder()
                      .setGetTasks(tasks())
                      .setGetExecutors(executors())
                      .setGetFrameworks(frameworks()));
      case GET_CONTAINERS ->
          response.setType(Response.Type.GET_CONTAINERS).setGetContainers(containers());
      case LIST_FILES -> response.setType(Response.Type.LIST_FILES).setListFiles(list(call));
      case READ_FILE -> response.setType(Response.Type.READ_FILE).setReadFile(read(call));
      case UNKNOWN ->
          throw new Refused(400, "Failed to validate agent::Call: Expecting 'type' to be present");
      default -> throw new Refused(501, call.getType() + " is not supported by the embedded agent");
    }
    return response.build();
  }

  private VersionInfo version() {
    return VersionInfo.newBuilder().setVersion(AgentState.VERSION).build();
  }

  private AgentInfo info() {
    return AgentInfo.newBuilder()
        .setHostname(agent.hostname())
        .setPort(agent.port())
        .addAllResources(agent.resources())
        .addAllAttributes(agent.attributes())
        .setId(contents.paths().agent())
        .build();
  }

  private Response.GetFrameworks frameworks() {
    var all = Response.GetFrameworks.newBuilder();
    contents.executors().stream()
        .map(ExecutorView::framework)
        .distinct()
        .forEach(
            info ->
                all.addFrameworks(
                    Response.GetFrameworks.Framework.newBuilder().setFrameworkInfo(info)));
    return all.build();
  }

  private Response.GetExecutors executors() {
    var all = Response.GetExecutors.newBuilder();
    for (var executor : contents.executors()) {
      var shown =
          Response.GetExecutors.Executor.newBuilder().setExecutorInfo(executorInfo(executor));
      if (executor.ended()) {
        all.addCompletedExecutors(shown);
      } else {
        all.addExecutors(shown);
      }
    }
    return all.build();
  }

  private static ExecutorInfo executorInfo(ExecutorView executor) {
    return ExecutorInfo.newBuilder()
        .setType(executor.pod() ? ExecutorInfo.Type.DEFAULT : ExecutorInfo.Type.CUSTOM)
        .setExecutorId(ExecutorID.newBuilder().setValue(executor.id()))
        .setFrameworkId(executor.framework().getId())
        .setName(executor.name())
        .build();
  }

  private Response.GetTasks tasks() {
    var all = Response.GetTasks.newBuilder();
    for (var executor : contents.executors()) {
      for (var task : executor.tasks()) {
        var shown = task(executor, task);
        if (shown.getState() == TaskState.TASK_STAGING) {
          all.addQueuedTasks(shown);
        } else if (!TaskStates.terminal(shown.getState())) {
          all.addLaunchedTasks(shown);
        } else if (executor.ended()) {
          all.addCompletedTasks(shown);
        } else {
          all.addTerminatedTasks(shown);
        }
      }
    }
    return all.build();
  }

  private static Task task(ExecutorView executor, ExecutorView.Task task) {
    var info = task.info();
    var shown =
        Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setFrameworkId(executor.framework().getId())
            .setAgentId(info.getAgentId())
            .setState(task.latest().getState())
            .addAllResources(info.getResourcesList());
    if (executor.pod()) {
      shown.setExecutorId(ExecutorID.newBuilder().setValue(executor.id()));
    }
    if (task.latest().hasUuid()) {
      shown
          .addStatuses(task.latest())
          .setStatusUpdateState(task.latest().getState())
          .setStatusUpdateUuid(task.latest().getUuid());
    }
    return shown.build();
  }

  private Response.GetContainers containers() {
    var all = Response.GetContainers.newBuilder();
    contents.executors().stream()
        .filter(executor -> !executor.ended())
        .forEach(
            executor -> {
              var id = ContainerID.newBuilder().setValue(executor.container());
              var status = ContainerStatus.newBuilder().setContainerId(id);
              executor.tasks().stream()
                  .flatMap(task -> task.processes().stream())
                  .findFirst()
                  .ifPresent(found -> status.setExecutorPid((int) found.supervisor().pid()));
              all.addContainers(
                  Response.GetContainers.Container.newBuilder()
                      .setFrameworkId(executor.framework().getId())
                      .setExecutorId(ExecutorID.newBuilder().setValue(executor.id()))
                      .setExecutorName(executor.name())
                      .setContainerId(id)
                      .setContainerStatus(status));
            });
    return all.build();
  }

  private Response.ListFiles list(Call call) throws Refused {
    if (!call.hasListFiles()) {
      throw expecting("list_files");
    }
    var path = call.getListFiles().getPath();
    try {
      var found =
          files.find(path).filter(SandboxFiles.Place::directory).orElseThrow(AgentApi::missing);
      return Response.ListFiles.newBuilder()
          .addAllFileInfos(infos(path, files.list(found)).toList())
          .build();
    } catch (IOException gone) {
      throw missing();
    }
  }

  private static Stream<FileInfo> infos(String path, List<SandboxFiles.Listed> found) {
    return found.stream()
        .map(
            file ->
                FileInfo.newBuilder()
                    .setPath(FilesApi.below(path, file.name()))
                    .setNlink(file.links())
                    .setSize(file.size())
                    .setMtime(TimeInfo.newBuilder().setNanoseconds(file.seconds() * NANOS))
                    .setMode(file.mode())
                    .setUid(file.user())
                    .setGid(file.group())
                    .build());
  }

  private Response.ReadFile read(Call call) throws Refused {
    if (!call.hasReadFile()) {
      throw expecting("read_file");
    }
    var wanted = call.getReadFile();
    var place = files.find(wanted.getPath()).orElseThrow(AgentApi::missing);
    if (place.directory()) {
      throw new Refused(400, "Cannot read a directory.\n");
    }
    try (var file = files.open(place)) {
      long length = wanted.hasLength() ? wanted.getLength() : FilesApi.MOST;
      int most = (int) Math.min(length < 0 ? FilesApi.MOST : length, FilesApi.MOST);
      var data = SandboxFiles.read(file, Math.max(0, wanted.getOffset()), most);
      return Response.ReadFile.newBuilder()
          .setSize(file.size())
          .setData(ByteString.copyFrom(data))
          .build();
    } catch (IOException gone) {
      throw missing();
    }
  }

  private static Refused missing() {
    return new Refused(404, "");
  }

  private static Refused expecting(String field) {
    return new Refused(
        400, "Failed to validate agent::Call: Expecting '" + field + "' to be present");
  }
}
