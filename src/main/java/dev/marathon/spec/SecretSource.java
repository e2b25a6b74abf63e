package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Where a secret comes from. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretSource(String source) {}
