package dev.marathon.api;

import java.util.List;
import java.util.Optional;

/** Finds the resource at a path. */
@FunctionalInterface
public interface Routes {

  /**
   * @param path decoded segments below this part of the API, without empty ones
   */
  Optional<Resource> find(List<String> path);
}
