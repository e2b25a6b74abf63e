package dev.marathon.store.copy;

/**
 * A record of a journal, as stored.
 *
 * @param deleted whether only its number still counts
 * @param writer id of the actor's incarnation that wrote it
 * @param timestamp milliseconds since 1970
 * @param serializer id of Akka's serializer
 * @param manifest of the payload
 */
record EventRow(
    String persistenceId,
    long sequence,
    boolean deleted,
    String writer,
    long timestamp,
    int serializer,
    String manifest,
    byte[] payload) {}
