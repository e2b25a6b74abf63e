package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.Version;

/** An app as one change left it; the app need not exist any more. */
public record AppVersion(AppId app, Version version) {}
