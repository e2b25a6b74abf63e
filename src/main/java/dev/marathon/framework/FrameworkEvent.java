package dev.marathon.framework;

/** What is remembered of the framework's identity. */
public sealed interface FrameworkEvent {

  record FrameworkRegistered(String frameworkId) implements FrameworkEvent {}

  record FrameworkForgotten() implements FrameworkEvent {}
}
