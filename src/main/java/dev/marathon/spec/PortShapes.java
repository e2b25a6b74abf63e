package dev.marathon.spec;

import static dev.marathon.spec.Shape.Field.of;
import static dev.marathon.spec.Shape.Field.required;
import static dev.marathon.spec.Shape.choice;
import static dev.marathon.spec.Shape.integer;
import static dev.marathon.spec.Shape.list;
import static dev.marathon.spec.Shape.map;
import static dev.marathon.spec.Shape.object;
import static dev.marathon.spec.Shape.text;

/** Types and limits of ports and networks. */
final class PortShapes {

  private static final int MAX_PORT_NAME = 255;

  private static final Shape PORT = integer(0, 65_535);
  private static final Shape PROTOCOL = choice("tcp", "udp", "udp,tcp");
  private static final Shape LABELS = map(text());

  /** Name of a port. */
  static final Shape PORT_NAME =
      text(
          1,
          MAX_PORT_NAME,
          name -> name(name, false),
          "must be lower-case letters, digits and inner '-'");

  private static final Shape NETWORK_NAME =
      text(
          1, 63, name -> name(name, true), "must be lower-case letters, digits, inner '-' and '_'");

  static final Shape NETWORK =
      object(
          of("name", NETWORK_NAME),
          of("mode", choice("host", "container/bridge", "container")),
          of("labels", LABELS));

  static final Shape DEFINITION =
      object(
          of("port", PORT), of("protocol", PROTOCOL), of("name", PORT_NAME), of("labels", LABELS));

  static final Shape MAPPING =
      object(
          of("containerPort", PORT),
          of("hostPort", PORT),
          of("servicePort", PORT),
          of("protocol", PROTOCOL),
          of("name", PORT_NAME),
          of("labels", LABELS),
          of("networkNames", list(NETWORK_NAME)));

  /** The deprecated way to ask for an own address. */
  static final Shape IP_ADDRESS =
      object(
          of("networkName", NETWORK_NAME),
          of("groups", list(text())),
          of("labels", LABELS),
          of(
              "discovery",
              object(
                  of(
                      "ports",
                      list(
                          object(
                              required("number", PORT),
                              required("name", PORT_NAME),
                              of("protocol", PROTOCOL),
                              of("labels", LABELS)))))));

  private PortShapes() {}

  private static boolean name(String text, boolean underscore) {
    return text.chars().allMatch(c -> alphanumeric(c) || c == '-' || (underscore && c == '_'))
        && (text.isEmpty()
            || (alphanumeric(text.charAt(0)) && alphanumeric(text.charAt(text.length() - 1))));
  }

  private static boolean alphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
