package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** Test whether a new instance may take over from an old one; run during deployments only. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReadinessCheck(
    String name,
    String protocol,
    String path,
    String portName,
    int intervalSeconds,
    int timeoutSeconds,
    List<Integer> httpStatusCodesForReady,
    boolean preserveLastResponse) {
  public ReadinessCheck {
    httpStatusCodesForReady = Immutable.list(httpStatusCodesForReady);
  }
}
