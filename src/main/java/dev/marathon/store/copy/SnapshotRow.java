package dev.marathon.store.copy;

/**
 * A snapshot, as stored.
 *
 * @param sequence of the last event in it
 * @param created milliseconds since 1970
 * @param serializer id of Akka's serializer
 * @param manifest of the payload
 */
record SnapshotRow(
    String persistenceId,
    long sequence,
    long created,
    int serializer,
    String manifest,
    byte[] payload) {}
