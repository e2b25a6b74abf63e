package dev.marathon.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.events.NumberedEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The audit log as the routes use it. */
public interface Audit {

  /** A change that no owner keeps with its cause was made. */
  void made(Call call, String action, ObjectNode fields);

  /** All entries that are kept, oldest first. */
  CompletionStage<List<NumberedEvent>> entries();
}
