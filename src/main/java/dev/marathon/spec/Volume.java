package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory that the task sees at {@code containerPath}. The kind is recognised by its own key:
 * {@code hostPath}, {@code persistent}, {@code external} or {@code secret}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Volume.Host.class),
  @JsonSubTypes.Type(Volume.Persistent.class),
  @JsonSubTypes.Type(Volume.External.class),
  @JsonSubTypes.Type(Volume.Secret.class)
})
public sealed interface Volume {
  String containerPath();

  enum Mode {
    RO,
    RW
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Host(String containerPath, String hostPath, Mode mode) implements Volume {}

  /** Disk reserved for this app; makes the app resident. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Persistent(String containerPath, Mode mode, PersistentDisk persistent) implements Volume {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record External(String containerPath, Mode mode, ExternalDisk external) implements Volume {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Secret(String containerPath, String secret) implements Volume {}

  /**
   * @param type {@code root}, {@code path} or {@code mount}
   * @param size MiB
   * @param maxSize MiB, mount disks only
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record PersistentDisk(
      Optional<String> type,
      long size,
      Optional<Long> maxSize,
      Optional<String> profileName,
      List<Constraint> constraints) {
    public PersistentDisk {
      type = Immutable.optional(type);
      maxSize = Immutable.optional(maxSize);
      profileName = Immutable.optional(profileName);
      constraints = Immutable.list(constraints);
    }
  }

  /**
   * @param size GiB
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ExternalDisk(
      Optional<String> name,
      Optional<String> provider,
      Optional<Integer> size,
      Map<String, String> options,
      boolean shared) {
    public ExternalDisk {
      name = Immutable.optional(name);
      provider = Immutable.optional(provider);
      size = Immutable.optional(size);
      options = Immutable.map(options);
    }
  }
}
