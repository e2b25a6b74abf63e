package dev.marathon.spec;

import static dev.marathon.spec.Shape.Field.optional;
import static dev.marathon.spec.Shape.Field.required;
import static dev.marathon.spec.Shape.bool;
import static dev.marathon.spec.Shape.choice;
import static dev.marathon.spec.Shape.integer;
import static dev.marathon.spec.Shape.list;
import static dev.marathon.spec.Shape.object;
import static dev.marathon.spec.Shape.text;

/** Types and limits of health checks, generic checks and readiness checks. */
final class CheckShapes {

  private static final Shape COUNT = integer(0, Integer.MAX_VALUE);
  private static final Shape PORT = integer(0, 65_535);
  private static final Shape PATH = text(1, 1024);

  static final Shape HEALTH =
      object(
          optional(
              "protocol",
              choice("HTTP", "HTTPS", "TCP", "COMMAND", "MESOS_HTTP", "MESOS_HTTPS", "MESOS_TCP")),
          optional("command", object(required("value", text(1, Shape.MAX_TEXT)))),
          optional("path", text(0, 1024)),
          optional("portIndex", COUNT),
          optional("port", PORT),
          optional("gracePeriodSeconds", COUNT),
          optional("intervalSeconds", COUNT),
          optional("timeoutSeconds", COUNT),
          optional("maxConsecutiveFailures", COUNT),
          optional("delaySeconds", COUNT),
          optional("ignoreHttp1xx", bool()),
          optional("ipProtocol", choice("IPv4", "IPv6")));

  private static final Shape COMMAND =
      object(
          optional("shell", text(1, Shape.MAX_TEXT)),
          optional("argv", list(1, Shape.MAX_ITEMS, text())));

  static final Shape CHECK =
      object(
          optional(
              "http",
              object(
                  optional("portIndex", COUNT),
                  optional("port", PORT),
                  optional("path", PATH),
                  optional("scheme", choice("HTTP")))),
          optional("tcp", object(optional("portIndex", COUNT), optional("port", PORT))),
          optional("exec", object(required("command", COMMAND))),
          optional("intervalSeconds", COUNT),
          optional("timeoutSeconds", COUNT),
          optional("delaySeconds", COUNT));

  static final Shape READINESS =
      object(
          optional("name", text(1, 1024)),
          optional("protocol", choice("HTTP", "HTTPS")),
          optional("path", PATH),
          optional("portName", PortShapes.PORT_NAME),
          optional("intervalSeconds", COUNT),
          optional("timeoutSeconds", integer(1, Integer.MAX_VALUE)),
          optional("httpStatusCodesForReady", list(1, 900, integer(100, 999))),
          optional("preserveLastResponse", bool()));

  private CheckShapes() {}
}
