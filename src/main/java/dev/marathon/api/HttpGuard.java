package dev.marathon.api;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps web pages of others away from an API that starts commands: a browser says where a page
 * comes from ({@code Origin}), and whom it believes to talk to ({@code Host}).
 *
 * @param loopbackOnly the server listens on loopback, so that a {@code Host} which is neither
 *     loopback nor a known name can only come from a rebound DNS name
 * @param hostNames names besides loopback under which we are called, lower case, without port
 * @param origins origins of other sites that may read ({@code --access_control_allow_origin})
 */
public record HttpGuard(boolean loopbackOnly, Set<String> hostNames, Set<String> origins) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethods.GET, HttpMethods.HEAD, HttpMethods.OPTIONS);
  private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  public HttpGuard {
    hostNames = Set.copyOf(hostNames);
    origins = Set.copyOf(origins);
  }

  /** The refusal, if the request is not to be served. */
  Optional<ApiError> refusal(HttpRequest request) {
    String host = request.getHeader("Host").map(header -> header.value()).orElse("");
    if (loopbackOnly && !host.isEmpty() && !known(hostName(host))) {
      return Optional.of(
          ApiError.of(403, "Host " + hostName(host) + " is not a name of this server"));
    }
    return request
        .getHeader("Origin")
        .map(header -> header.value())
        .filter(origin -> !ours(origin, host) && !mayRead(origin, request.method()))
        .map(origin -> ApiError.of(403, "requests from other web sites are not allowed"));
  }

  /** A simple POST without a body is sent by browsers without asking first. */
  private boolean mayRead(String origin, HttpMethod method) {
    return READING.contains(method) && (origins.contains(origin) || origins.contains("*"));
  }

  private static boolean ours(String origin, String host) {
    return originHost(origin).map(authority -> authority.equalsIgnoreCase(host)).orElse(false);
  }

  /** Host and port of an origin; absent for {@code null} and the like. */
  private static Optional<String> originHost(String origin) {
    try {
      var uri = URI.create(origin);
      return uri.getScheme() != null && uri.getScheme().toLowerCase(Locale.ROOT).startsWith("http")
          ? Optional.ofNullable(uri.getRawAuthority())
          : Optional.empty();
    } catch (IllegalArgumentException notAnOrigin) {
      return Optional.empty();
    }
  }

  private boolean known(String name) {
    return LOOPBACK.contains(name)
        || LOOPBACK_ADDRESS.matcher(name).matches()
        || hostNames.contains(name);
  }

  private static String hostName(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon > host.lastIndexOf(']');
    return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }
}
