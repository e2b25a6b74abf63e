package dev.marathon.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Unhandled;
import dev.marathon.base.Version;
import dev.marathon.group.GroupReply;
import dev.marathon.metrics.Metrics;
import dev.marathon.spec.Parsed;
import java.time.format.DateTimeParseException;
import java.util.UUID;

/** The one place where refusals of the owners become HTTP. Clients compare many of the texts. */
public final class Answers {

  /** Name of the header that tells which deployment a change started. */
  public static final String DEPLOYMENT_ID = "Marathon-Deployment-Id";

  private Answers() {}

  /**
   * A body's meaning.
   *
   * @throws Refused 422
   */
  public static <T> T valid(Parsed<T> parsed) {
    if (parsed instanceof Parsed.Valid<T> valid) {
      return valid.value();
    }
    throw ApiError.invalid((Parsed.Invalid<?>) parsed).refused();
  }

  /**
   * The accepted change.
   *
   * @throws Refused if it was refused
   */
  public static GroupReply.Accepted accepted(GroupReply reply) {
    if (reply instanceof GroupReply.Accepted accepted) {
      return accepted;
    }
    throw refusal(reply).refused();
  }

  /** What a refusal of the tree's owner says over HTTP. */
  public static ApiError refusal(GroupReply reply) {
    if (reply instanceof GroupReply.Locked locked) {
      return ApiError.locked(locked.deployments());
    }
    if (reply instanceof GroupReply.Stale stale) {
      return ApiError.of(
          409, "App '" + stale.app() + "' was changed by others at the same time; try again");
    }
    if (reply instanceof GroupReply.Invalid invalid) {
      return ApiError.notValid(invalid.path(), invalid.message());
    }
    if (reply instanceof GroupReply.TooLarge large) {
      return ApiError.of(
          413,
          "the definitions in one change exceed the limit of " + large.limitBytes() + " bytes");
    }
    if (reply instanceof GroupReply.TooManyDeployments many) {
      Metrics.count("deployments.dismissed", 1);
      return ApiError.of(
          403,
          "Max number ("
              + many.limit()
              + ") of running deployments is achieved. Wait for existing deployments to complete or"
              + " cancel one using force=true parameter. You can increase max deployment number by"
              + " using --max_running_deployments parameter");
    }
    if (reply instanceof GroupReply.NoServicePorts none) {
      return ApiError.of(
          500, "no service port is free in the range " + none.min() + "-" + none.max());
    }
    return existence(reply);
  }

  private static ApiError existence(GroupReply reply) {
    if (reply instanceof GroupReply.AppExists exists) {
      return ApiError.of(409, "An app with id [" + exists.app() + "] already exists.");
    }
    if (reply instanceof GroupReply.GroupExists exists) {
      return groupExists(exists.group());
    }
    if (reply instanceof GroupReply.UnknownApp unknown) {
      return unknownApp(unknown.app());
    }
    if (reply instanceof GroupReply.UnknownGroup unknown) {
      return unknownGroup(unknown.group());
    }
    if (reply instanceof GroupReply.UnknownVersion unknown) {
      return ApiError.of(
          422, "Group " + unknown.group() + " not available in version " + unknown.version());
    }
    if (reply instanceof GroupReply.UnknownDeployment unknown) {
      return unknownDeployment(unknown.deployment().toString());
    }
    throw new Unhandled(reply);
  }

  public static ApiError groupExists(GroupId group) {
    return ApiError.of(
        409, "Group " + group + " is already created. Use PUT to change this group.");
  }

  public static ApiError unknownApp(AppId app) {
    return ApiError.notFound("App '" + app + "' does not exist");
  }

  public static ApiError unknownVersion(AppId app, Version version) {
    return ApiError.notFound("App '" + app + "' does not exist in version " + version);
  }

  public static ApiError unknownGroup(GroupId group) {
    return ApiError.notFound("Group '" + group + "' does not exist");
  }

  public static ApiError unknownTask(String task) {
    return ApiError.notFound("Task '" + task + "' does not exist");
  }

  public static ApiError unknownDeployment(String id) {
    return ApiError.notFound("DeploymentPlan " + id + " does not exist");
  }

  /**
   * A version in a URL.
   *
   * @throws Refused 422
   */
  public static Version version(String text) {
    try {
      return Version.parse(text);
    } catch (DateTimeParseException notATime) {
      throw ApiError.of(
              422, "Invalid timestamp provided '" + text + "'. Expecting ISO-8601 datetime string.")
          .refused();
    }
  }

  /** {@code DeploymentResult}, with its header. */
  public static HttpResponse deployment(int status, GroupReply.Accepted accepted) {
    return withDeployment(
        Responses.json(
            status,
            object()
                .put("version", accepted.version().toString())
                .put("deploymentId", accepted.deployment().toString())),
        accepted.deployment());
  }

  public static HttpResponse withDeployment(HttpResponse response, UUID deployment) {
    return response.addHeader(RawHeader.create(DEPLOYMENT_ID, deployment.toString()));
  }

  /** Adds where the created thing is found. */
  public static HttpResponse withLocation(HttpResponse response, Call call, String path) {
    var uri = call.request().getUri();
    String authority = uri.host().address() + (uri.port() > 0 ? ":" + uri.port() : "");
    return response.addHeader(
        RawHeader.create("Location", uri.getScheme() + "://" + authority + path));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
