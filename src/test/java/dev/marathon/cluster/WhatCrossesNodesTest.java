package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.serialization.DisabledJavaSerializer;
import akka.serialization.SerializationExtension;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which types a node can send to another one, or read from it. */
class WhatCrossesNodesTest {

  /** Anything that Java could serialize. */
  private record Anything(String text) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** That of Java is off, as the other test shows. */
  private static final Set<Object> NOBODY = Set.of("none", "java");

  private final NodesInMemory nodes = new NodesInMemory();

  @AfterEach
  void end() {
    nodes.close();
  }

  @Test
  void onlyAkkasOwnMessagesAndWhatIsStoredHasASerializer() {
    var config = nodes.start("127.0.0.1", Map.of()).settings().config();
    var bindings = config.getObject("akka.actor.serialization-bindings").unwrapped();

    var ours = new TreeSet<String>();
    var others = new TreeSet<String>();
    bindings.forEach(
        (type, serializer) -> {
          if (type.startsWith("dev.marathon.")) {
            ours.add(type);
          } else if (!type.startsWith("akka.") && !NOBODY.contains(serializer)) {
            others.add(type);
          }
        });

    assertThat(ours)
        .as("stored in the journal, never sent; a new type here opens a door to other nodes")
        .isEqualTo(Set.of("dev.marathon.owner.Held", "dev.marathon.owner.JournalEntry"));
    assertThat(others)
        .as("beside Akka's own")
        .isEqualTo(
            Set.of(
                "[B",
                "com.typesafe.config.Config",
                "com.typesafe.config.impl.SimpleConfig",
                "java.lang.Boolean",
                "java.lang.Integer",
                "java.lang.Long",
                "java.lang.String",
                "java.util.Optional",
                "java.util.concurrent.TimeoutException",
                "scala.Boolean",
                "scala.Int",
                "scala.Long",
                "scala.None$",
                "scala.Some"));
  }

  @Test
  void javaSerializationIsOffInBothDirections() throws Exception {
    var serialization = SerializationExtension.get(nodes.start("127.0.0.1", Map.of()));
    var anything = new Anything("x");

    assertThat(serialization.findSerializerFor(anything))
        .isInstanceOf(DisabledJavaSerializer.class);
    assertThatThrownBy(() -> serialization.serialize(anything).get())
        .isInstanceOf(DisabledJavaSerializer.JavaSerializationException.class);

    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(anything);
    }
    int javas = serialization.findSerializerFor(anything).identifier();
    assertThatThrownBy(() -> serialization.deserialize(bytes.toByteArray(), javas, "").get())
        .isInstanceOf(DisabledJavaSerializer.JavaSerializationException.class);
  }
}
