package dev.marathon.spec;

import static dev.marathon.spec.Shape.Field.of;
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
          of(
              "protocol",
              choice("HTTP", "HTTPS", "TCP", "COMMAND", "MESOS_HTTP", "MESOS_HTTPS", "MESOS_TCP")),
          of("command", object(required("value", text(1, Shape.MAX_TEXT)))),
          of("path", text(0, 1024)),
          of("portIndex", COUNT),
          of("port", PORT),
          of("gracePeriodSeconds", COUNT),
          of("intervalSeconds", COUNT),
          of("timeoutSeconds", COUNT),
          of("maxConsecutiveFailures", COUNT),
          of("delaySeconds", COUNT),
          of("ignoreHttp1xx", bool()),
          of("ipProtocol", choice("IPv4", "IPv6")));

  private static final Shape COMMAND =
      object(of("shell", text(1, Shape.MAX_TEXT)), of("argv", list(1, Shape.MAX_ITEMS, text())));

  static final Shape CHECK =
      object(
          of(
              "http",
              object(
                  of("portIndex", COUNT),
                  of("port", PORT),
                  of("path", PATH),
                  of("scheme", choice("HTTP")))),
          of("tcp", object(of("portIndex", COUNT), of("port", PORT))),
          of("exec", object(required("command", COMMAND))),
          of("intervalSeconds", COUNT),
          of("timeoutSeconds", COUNT),
          of("delaySeconds", COUNT));

  static final Shape READINESS =
      object(
          of("name", text(1, 1024)),
          of("protocol", choice("HTTP", "HTTPS")),
          of("path", PATH),
          of("portName", PortShapes.PORT_NAME),
          of("intervalSeconds", COUNT),
          of("timeoutSeconds", integer(1, Integer.MAX_VALUE)),
          of("httpStatusCodesForReady", list(1, 900, integer(100, 999))),
          of("preserveLastResponse", bool()));

  private CheckShapes() {}
}
