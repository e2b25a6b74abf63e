package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The part of a list that a reader wants: at most {@code limit} items, those whose id comes after
 * {@code after}. Items of a page are in order of their ids, so that what comes and goes between two
 * requests moves nothing to another page. While more follow, the answer has a {@code Link} to the
 * next page (RFC 8288). Without both parameters lists are whole, and in the order they have always
 * had.
 */
record Page(Optional<Integer> limit, Optional<String> after) {

  static final Page WHOLE = new Page(Optional.empty(), Optional.empty());

  private static final int MOST = 10_000;

  /** Items of a page, and the id of the last one if more follow. */
  record Part<T>(List<T> items, Optional<String> last) {

    /** Tells the reader where to go on. */
    HttpResponse link(Call call, HttpResponse response) {
      return last.map(
              id ->
                  response.addHeader(
                      RawHeader.create("Link", "<" + next(call, id) + ">; rel=\"next\"")))
          .orElse(response);
    }

    private static String next(Call call, String id) {
      var parameters = new ArrayList<Pair<String, String>>();
      for (var parameter : call.request().getUri().query().toList()) {
        if (!parameter.first().equals("after")) {
          parameters.add(parameter);
        }
      }
      parameters.add(Pair.create("after", id));
      return call.request().getUri().toRelative().query(Query.create(parameters)).toString();
    }
  }

  /**
   * @throws dev.marathon.api.Refused 400 if the limit is not one
   */
  static Page of(Call call) {
    return new Page(call.query("limit").map(Page::number), call.query("after"));
  }

  private static int number(String text) {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException notOne) {
      number = 0;
    }
    if (number < 1 || number > MOST) {
      throw ApiError.of(400, "limit must be a number from 1 to " + MOST + ", not '" + text + "'")
          .refused();
    }
    return number;
  }

  /**
   * @param id by which items are told apart and ordered
   */
  <T> Part<T> of(List<T> items, Function<T, String> id) {
    if (equals(WHOLE)) {
      return new Part<>(items, Optional.empty());
    }
    var rest =
        items.stream()
            .filter(item -> after.isEmpty() || id.apply(item).compareTo(after.get()) > 0)
            .sorted(Comparator.comparing(id))
            .toList();
    if (limit.isEmpty() || rest.size() <= limit.get()) {
      return new Part<>(rest, Optional.empty());
    }
    var page = rest.subList(0, limit.get());
    return new Part<>(page, Optional.of(id.apply(page.get(page.size() - 1))));
  }
}
