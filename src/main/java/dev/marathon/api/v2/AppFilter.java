package dev.marathon.api.v2;

import dev.marathon.api.Call;
import dev.marathon.spec.AppDefinition;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The filters of {@code GET /v2/apps}; all of them must hold. */
final class AppFilter {

  private AppFilter() {}

  /**
   * @throws dev.marathon.api.Refused 422 if the label selector cannot be read
   */
  static Predicate<AppDefinition> of(Call call) {
    Predicate<AppDefinition> all = app -> true;
    var id = call.query("id").map(AppFilter::lower);
    if (id.isPresent()) {
      all = all.and(app -> lower(app.id().path()).contains(id.get()));
    }
    var cmd = call.query("cmd").map(AppFilter::lower);
    if (cmd.isPresent()) {
      all = all.and(app -> app.cmd().map(text -> lower(text).contains(cmd.get())).orElse(false));
    }
    Optional<Predicate<AppDefinition>> labels =
        call.query("label").map(LabelSelector::parse).map(s -> app -> s.matches(app.labels()));
    return labels.isPresent() ? all.and(labels.get()) : all;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
