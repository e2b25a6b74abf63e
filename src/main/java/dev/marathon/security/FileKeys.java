package dev.marathon.security;

/** Keys in a file, which is looked at every few seconds anyway. */
record FileKeys(Watched<KeySet> file) implements IssuerKeys {

  @Override
  public KeySet current() {
    return file.get();
  }

  @Override
  public KeySet again() {
    return file.get();
  }

  @Override
  public void check() {
    file.check();
  }
}
