package dev.marathon.spec;

/**
 * What is understood and validated but not carried out by this release. Checked last, so that a
 * mistake in such a definition is reported before the fact that it cannot run. When one of these is
 * built, its lines go away here and nowhere else.
 */
final class Unsupported {

  private Unsupported() {}

  static void check(AppDefinition app, Violations found) {
    for (int i = 0; i < app.volumes().size(); i++) {
      var volume = app.volumes().get(i);
      String path = "/container/volumes(" + i + ")";
      found.require(
          !(volume instanceof Volume.Persistent),
          path,
          "persistent volumes are not supported by this release of Marathon");
      found.require(
          !(volume instanceof Volume.External),
          path,
          "external volumes are not supported by this release of Marathon");
    }
    found.require(
        app.secrets().isEmpty(),
        "/secrets",
        "secrets are not supported by this release of Marathon");
  }
}
