package dev.marathon.security;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Where a request comes from, as far as one party can be told from another. */
final class Source {

  private Source() {}

  /** The address; of IPv6 its network of 64 bits, all of which one host may use. */
  static String of(HttpRequest request) {
    return request
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(address -> address.getAddress())
        .map(Source::of)
        .orElse("unknown");
  }

  static String of(InetAddress address) {
    return address instanceof Inet6Address six
        ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(six.getAddress(), 8)) + "::/64"
        : address.getHostAddress();
  }
}
