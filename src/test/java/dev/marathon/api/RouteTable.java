package dev.marathon.api;

import java.util.List;

/**
 * Every route of the API with a request for it, about things in the group {@code /develop}. A test
 * fails when a handler is missing here.
 */
final class RouteTable {

  /**
   * @param reveals whether the answer tells of {@code /develop} to who may see it
   * @param changes whether the request changes something for who may do so
   */
  record Row(String method, String path, String body, boolean reveals, boolean changes) {

    private static Row reads(String path) {
      return new Row("GET", path, null, true, false);
    }

    private static Row tells(String path) {
      return new Row("GET", path, null, false, false);
    }

    private static Row changes(String method, String path, String body) {
      return new Row(method, path, body, false, true);
    }

    @Override
    public String toString() {
      return method + " " + path + (body == null ? "" : " " + body);
    }
  }

  /** Replaced by the id of a task, a deployment, a version of the app and of the tree. */
  static final String TASK = "TASK";

  static final String DEPLOYMENT = "DEPLOYMENT";
  static final String VERSION = "VERSION";
  static final String ROOT_VERSION = "ROOTVERSION";

  private static final String APP = "{\"cmd\":\"sleep 2\",\"instances\":1}";
  private static final String NEW = "{\"id\":\"/develop/new\",\"cmd\":\"sleep 2\",\"instances\":1}";

  static final List<Row> ROWS =
      List.of(
          // About the node.
          Row.tells("/ping"),
          Row.tells("/livez"),
          Row.tells("/readyz"),
          Row.tells("/v1/debug/isLeader"),
          Row.tells("/v1/debug/leaderUrl"),
          Row.tells("/metrics"),
          Row.tells("/metrics/prometheus"),
          Row.tells("/config"),
          Row.tells("/help"),
          Row.tells("/logging"),
          new Row(
              "POST",
              "/logging",
              "{\"level\":\"info\",\"logger\":\"dev.marathon.routes\"}",
              false,
              false),
          Row.tells("/v2/audit"),
          Row.tells("/v2/cluster"),
          Row.tells("/v2/stats?window=15m"),
          Row.tells("/v2/info"),
          Row.tells("/v2/openapi"),
          Row.tells("/v2/openapi.yaml"),
          Row.tells("/v2/leader"),
          Row.tells("/v2/whoami"),
          new Row("DELETE", "/v2/leader", null, false, false),
          Row.tells("/v2/eventSubscriptions"),
          new Row(
              "POST", "/v2/eventSubscriptions?callbackUrl=http://127.0.0.1:1/", null, false, false),
          new Row(
              "DELETE",
              "/v2/eventSubscriptions?callbackUrl=http://127.0.0.1:1/",
              null,
              false,
              false),
          Row.tells("/v2/plugins"),
          Row.tells("/v2/plugins/x"),
          new Row("PUT", "/v2/plugins/x", "{}", false, false),
          new Row("POST", "/v2/plugins/x", "{}", false, false),
          new Row("DELETE", "/v2/plugins/x", null, false, false),
          Row.tells("/v2/pods"),
          new Row("POST", "/v2/pods", "{}", false, false),
          Row.tells("/v2/pods/x"),
          new Row("PUT", "/v2/pods/x", "{}", false, false),
          new Row("DELETE", "/v2/pods/x", null, false, false),
          // v1.
          Row.reads("/v1/apps"),
          Row.reads("/v1/apps/search?id=web"),
          Row.reads("/v1/tasks"),
          Row.reads("/v1/endpoints"),
          Row.reads("/v1/endpoints/develop/web"),
          Row.reads("/v1/apps/develop/web/tasks"),
          Row.changes(
              "POST", "/v1/apps/start", "{\"id\":\"develop-new\",\"cmd\":\"a b\",\"instances\":1}"),
          Row.changes("POST", "/v1/apps/scale", "{\"id\":\"develop/web\",\"instances\":5}"),
          Row.changes("POST", "/v1/apps/stop", "{\"id\":\"develop/web\"}"),
          Row.changes("POST", "/v1/tasks/kill?appId=develop/web&host=*", null),
          Row.changes("POST", "/v1/tasks/kill?appId=develop/web&host=*&scale=true", null),
          // Apps.
          Row.reads("/v2/apps"),
          Row.reads("/v2/apps?embed=apps.tasks&embed=apps.deployments&embed=apps.counts"),
          Row.reads("/v2/apps?id=web"),
          Row.reads("/v2/apps/*"),
          Row.reads("/v2/apps/develop/*"),
          Row.reads("/v2/apps/develop/*/tasks"),
          Row.reads("/v2/apps/develop/web"),
          Row.reads("/v2/apps/develop/web/tasks"),
          Row.tells("/v2/apps/develop/web/versions"),
          Row.reads("/v2/apps/develop/web/versions/" + VERSION),
          Row.changes("POST", "/v2/apps", NEW),
          Row.changes("PUT", "/v2/apps?force=true", "[{\"id\":\"/develop/web\",\"instances\":7}]"),
          Row.changes("PUT", "/v2/apps", "[" + NEW + "]"),
          Row.changes("PATCH", "/v2/apps", "[{\"id\":\"/develop/web\",\"instances\":7}]"),
          Row.changes("PUT", "/v2/apps/develop/web", "{\"instances\":7}"),
          Row.changes("PUT", "/v2/apps/develop/web?partialUpdate=false", APP),
          Row.changes("PUT", "/v2/apps/develop/new", APP),
          Row.changes("PATCH", "/v2/apps/develop/web", "{\"instances\":7}"),
          Row.changes("DELETE", "/v2/apps/develop/web", null),
          Row.changes("POST", "/v2/apps/develop/web/restart", null),
          new Row("DELETE", "/v2/apps/develop/web/restart", null, false, false),
          Row.changes("DELETE", "/v2/apps/develop/web/tasks", null),
          Row.changes("DELETE", "/v2/apps/develop/web/tasks?scale=true", null),
          Row.changes("DELETE", "/v2/apps/develop/web/tasks?wipe=true", null),
          Row.changes("DELETE", "/v2/apps/develop/web/tasks/" + TASK, null),
          Row.tells("/v2/apps/develop/web/tasks/" + TASK + "/files"),
          Row.tells("/v2/apps/develop/web/tasks/" + TASK + "/files/read?path=stdout"),
          Row.tells("/v2/apps/develop/web/tasks/" + TASK + "/files/download?path=stdout"),
          // Groups.
          Row.reads("/v2/groups"),
          Row.reads("/v2/groups/apps"),
          Row.tells("/v2/groups/versions"),
          Row.reads("/v2/groups/versions/" + ROOT_VERSION),
          Row.reads("/v2/groups/develop"),
          Row.reads("/v2/groups/develop/apps"),
          Row.tells("/v2/groups/develop/versions"),
          Row.reads("/v2/groups/develop/versions/" + ROOT_VERSION),
          Row.changes("POST", "/v2/groups", "{\"id\":\"/develop/g\"}"),
          Row.changes("POST", "/v2/groups/develop", "{\"id\":\"g\"}"),
          Row.changes("PUT", "/v2/groups/develop?force=true", "{\"apps\":[]}"),
          Row.changes("PUT", "/v2/groups/develop?force=true", "{\"scaleBy\":2}"),
          Row.changes("PUT", "/v2/groups/develop/g", "{\"apps\":[]}"),
          Row.changes("PUT", "/v2/groups?force=true", "{\"groups\":[]}"),
          Row.changes("PATCH", "/v2/groups/develop", "{\"enforceRole\":true}"),
          Row.changes("DELETE", "/v2/groups/develop?force=true", null),
          // Everything else.
          Row.reads("/v2/tasks"),
          Row.changes("POST", "/v2/tasks/delete", "{\"ids\":[\"" + TASK + "\"]}"),
          Row.changes("POST", "/v2/tasks/delete?scale=true", "{\"ids\":[\"" + TASK + "\"]}"),
          Row.reads("/v2/deployments"),
          Row.changes("DELETE", "/v2/deployments/" + DEPLOYMENT, null),
          Row.changes("DELETE", "/v2/deployments/" + DEPLOYMENT + "?force=true", null),
          Row.reads("/v2/queue"),
          Row.reads("/v2/queue?embed=lastUnusedOffers"),
          Row.changes("DELETE", "/v2/queue/develop/waits/delay", null),
          Row.reads("/v2/agents"),
          Row.reads("/v2/events"),
          Row.reads("/v2/events?app=/develop"));

  private RouteTable() {}
}
