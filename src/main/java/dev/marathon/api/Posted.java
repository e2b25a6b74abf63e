package dev.marathon.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.events.ApiEvent;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.AppJson;

/** Tells that a write of one app was accepted. */
public final class Posted {

  public static final String TYPE = "api_post_event";

  /** Member of the event that holds the definition, whole; each consumer sees what it may. */
  public static final String DEFINITION = "appDefinition";

  private Posted() {}

  public static void tell(ApiContext context, Call call, AppDefinition app) {
    var fields = JsonNodeFactory.instance.objectNode();
    fields.put("clientIp", call.clientIp()).put("uri", call.path());
    fields.set(DEFINITION, AppJson.write(app));
    context.events().happened(ApiEvent.of(TYPE, context.clock().instant(), fields));
  }
}
