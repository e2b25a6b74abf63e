package dev.marathon.security;

import java.util.List;
import java.util.function.Supplier;

/**
 * A name with the rights that go with it.
 *
 * @param grants as they are at this moment: whoever loses a right loses it also in open streams
 */
record Granted(String who, Supplier<Grants> grants) implements Identity {

  Granted(String who, Grants grants) {
    this(who, () -> grants);
  }

  @Override
  public boolean may(Right right, String path) {
    return grants.get().may(right, path);
  }

  @Override
  public boolean reaches(Right right, String path) {
    return grants.get().reaches(right, path);
  }

  @Override
  public List<String> rights() {
    return grants.get().words();
  }

  @Override
  public boolean mayNode(Right right) {
    return grants.get().mayNode(right);
  }
}
