package dev.marathon.api;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be done at one path. HEAD goes with GET, OPTIONS is always there.
 *
 * @param produces kinds of answers, the preferred one first; empty if any {@code Accept} is fine
 */
public record Resource(Map<HttpMethod, Handler> handlers, List<MediaType> produces) {

  public Resource {
    handlers = Map.copyOf(handlers);
    produces = List.copyOf(produces);
  }

  /** A resource in JSON. */
  public static Resource json() {
    return new Resource(Map.of(), List.of(MediaTypes.APPLICATION_JSON));
  }

  /** The same with other kinds of answers. */
  public Resource producing(MediaType... types) {
    return new Resource(handlers, List.of(types));
  }

  public Resource get(Handler handler) {
    return with(HttpMethods.GET, handler);
  }

  public Resource post(Handler handler) {
    return with(HttpMethods.POST, handler);
  }

  public Resource put(Handler handler) {
    return with(HttpMethods.PUT, handler);
  }

  public Resource patch(Handler handler) {
    return with(HttpMethods.PATCH, handler);
  }

  public Resource delete(Handler handler) {
    return with(HttpMethods.DELETE, handler);
  }

  public Resource head(Handler handler) {
    return with(HttpMethods.HEAD, handler);
  }

  private Resource with(HttpMethod method, Handler handler) {
    var all = new LinkedHashMap<>(handlers);
    all.put(method, handler);
    return new Resource(all, produces);
  }

  Optional<Handler> handler(HttpMethod method) {
    var exact = handlers.get(method);
    return exact == null && method.equals(HttpMethods.HEAD)
        ? Optional.ofNullable(handlers.get(HttpMethods.GET))
        : Optional.ofNullable(exact);
  }

  /** Value of the {@code Allow} header. */
  String allow() {
    var implied =
        handlers.containsKey(HttpMethods.GET) ? Stream.of("HEAD", "OPTIONS") : Stream.of("OPTIONS");
    return Stream.concat(handlers.keySet().stream().map(HttpMethod::value), implied)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
