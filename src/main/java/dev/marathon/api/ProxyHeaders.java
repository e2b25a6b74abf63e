package dev.marathon.api;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Headers of a forwarded request and its answer: what belongs to one connection stays, and both are
 * marked by {@code X-Marathon-Via}.
 */
final class ProxyHeaders {

  private static final String VIA = "X-Marathon-Via";
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  /** Of one connection (RFC 9110, 7.6.1), or made anew from the entity. */
  private static final Set<String> STAY =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "host",
          "content-type",
          "content-length",
          "expect",
          "timeout-access",
          "raw-request-uri",
          "remote-address",
          "tls-session-info");

  private final String via;

  /**
   * @param self {@code host:port} of this node
   */
  ProxyHeaders(String self) {
    this.via = "1.1 " + self;
  }

  boolean cameFromUs(HttpRequest request) {
    return all(request.getHeaders()).stream()
        .anyMatch(header -> header.is("x-marathon-via") && header.value().contains(via));
  }

  HttpRequest onward(HttpRequest request) {
    var kept = kept(request.getHeaders());
    // This node is the one that the browser's page came from; the leader would not know.
    var host = request.getHeader("Host").map(HttpHeader::value).orElse("");
    kept.removeIf(
        header ->
            header.is("x-forwarded-for")
                || (header.is("origin") && header.value().endsWith("//" + host)));
    kept.add(RawHeader.create(VIA, via));
    kept.add(RawHeader.create(FORWARDED_FOR, forwardedFor(request)));
    return request.withHeaders(kept);
  }

  HttpResponse back(HttpResponse response) {
    var kept = kept(response.getHeaders());
    kept.add(RawHeader.create(VIA, via));
    return response.withHeaders(kept);
  }

  private static String forwardedFor(HttpRequest request) {
    var client =
        request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(address -> address.getAddress())
            .map(InetAddress::getHostAddress)
            .orElse("unknown");
    return request
        .getHeader(FORWARDED_FOR)
        .map(before -> before.value() + ", " + client)
        .orElse(client);
  }

  private static List<HttpHeader> kept(Iterable<HttpHeader> headers) {
    return all(headers).stream()
        .filter(header -> !STAY.contains(header.lowercaseName()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<HttpHeader> all(Iterable<HttpHeader> headers) {
    return StreamSupport.stream(headers.spliterator(), false).toList();
  }
}
