package dev.marathon.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.security.Identity;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.AppJson;
import dev.marathon.spec.V1AppJson;
import java.util.Map;

/**
 * Definitions as one reader may see them: values of environment variables by right only, since they
 * often are credentials. Names stay. Whoever may update an app sees them all, so that nobody stores
 * the stars by sending back what was read.
 */
public final class Shown {

  private static final String HIDDEN = "********";

  private Shown() {}

  public static ObjectNode app(Identity reader, AppDefinition app) {
    return masked(reader, app.id().path(), AppJson.write(app));
  }

  /** Its members of which lists consist, none of them a secret. */
  public static ObjectNode brief(AppDefinition app) {
    return AppJson.brief(app);
  }

  /** A whole one in v1's form. */
  public static ObjectNode v1App(Identity reader, AppDefinition app) {
    return masked(reader, app.id().path(), V1AppJson.write(app));
  }

  /**
   * @param app JSON of a definition, which may be changed
   */
  public static ObjectNode masked(Identity reader, String path, ObjectNode app) {
    return reader.may(Right.ENV, path) ? app : masked(app);
  }

  /**
   * As somebody without the right sees it.
   *
   * @param app JSON of a definition, which may be changed
   */
  public static ObjectNode masked(ObjectNode app) {
    if (app.path("env") instanceof ObjectNode env) {
      for (Map.Entry<String, ?> variable : env.properties()) {
        if (env.path(variable.getKey()).isTextual()) {
          env.put(variable.getKey(), HIDDEN);
        }
      }
    }
    return app;
  }
}
