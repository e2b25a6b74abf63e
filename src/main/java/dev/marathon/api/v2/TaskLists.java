package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.api.Call;
import dev.marathon.api.Responses;
import dev.marathon.instance.Instance;
import dev.marathon.overview.AppView;
import dev.marathon.overview.Overview;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Answers with lists of tasks, in JSON or as text. */
final class TaskLists {

  /** A task and the app that it belongs to. */
  record Item(AppView app, Instance instance) {}

  private TaskLists() {}

  /**
   * @param wanted which of the apps' instances
   * @param servicePorts whether service ports are filled in
   */
  static HttpResponse answer(
      Call call,
      Overview overview,
      Collection<AppView> apps,
      Predicate<Instance> wanted,
      boolean servicePorts) {
    if (text(call)) {
      return Responses.text(200, TaskText.write(call, apps));
    }
    var part = Page.of(call).of(items(apps, wanted), item -> item.instance().task().toString());
    return part.link(call, json(overview, part.items(), servicePorts));
  }

  /** Whether plain text was agreed on. */
  static boolean text(Call call) {
    return call.accepted().filter(MediaTypes.TEXT_PLAIN::equals).isPresent();
  }

  static List<Item> items(Collection<AppView> apps, Predicate<Instance> wanted) {
    return apps.stream()
        .flatMap(
            app ->
                app.instances().stream()
                    .filter(wanted)
                    .sorted(AppInfoJson.BY_AGE)
                    .map(instance -> new Item(app, instance)))
        .toList();
  }

  static HttpResponse json(Overview overview, List<Item> items, boolean servicePorts) {
    return Responses.list("{\"tasks\":", items, item -> write(overview, item, servicePorts), "}");
  }

  /** All tasks of an app, with commas between them. */
  static ByteString encoded(Overview overview, AppView app, boolean servicePorts) {
    return Responses.items(
        items(List.of(app), instance -> true), item -> write(overview, item, servicePorts));
  }

  static JsonNode write(Overview overview, Item item, boolean servicePorts) {
    var app = item.app().definition();
    return TaskJson.write(
        item.instance(), app, overview, servicePorts ? app.servicePorts() : List.of());
  }
}
