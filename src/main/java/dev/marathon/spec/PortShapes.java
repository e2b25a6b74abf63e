package dev.marathon.spec;

import static dev.marathon.spec.Shape.Field.optional;
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
          optional("name", NETWORK_NAME),
          optional("mode", choice("host", "container/bridge", "container")),
          optional("labels", LABELS));

  static final Shape DEFINITION =
      object(
          optional("port", PORT),
          optional("protocol", PROTOCOL),
          optional("name", PORT_NAME),
          optional("labels", LABELS));

  static final Shape MAPPING =
      object(
          optional("containerPort", PORT),
          optional("hostPort", PORT),
          optional("servicePort", PORT),
          optional("protocol", PROTOCOL),
          optional("name", PORT_NAME),
          optional("labels", LABELS),
          optional("networkNames", list(NETWORK_NAME)));

  /** The deprecated way to ask for an own address. */
  static final Shape IP_ADDRESS =
      object(
          optional("networkName", NETWORK_NAME),
          optional("groups", list(text())),
          optional("labels", LABELS),
          optional(
              "discovery",
              object(
                  optional(
                      "ports",
                      list(
                          object(
                              optional("number", PORT),
                              required("name", PORT_NAME),
                              optional("protocol", PROTOCOL),
                              optional("labels", LABELS)))))));

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
