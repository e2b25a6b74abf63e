package dev.marathon.api;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;

/** JSON that was encoded before, as a part of a tree. Answers refer to it, they do not copy it. */
public final class Encoded implements JsonSerializable {

  private final ByteString json;
  private final boolean kept;

  private Encoded(ByteString json, boolean kept) {
    this.json = json;
    this.kept = kept;
  }

  /**
   * @param json a value, or several with commas between them if it stands in an array; empty for
   *     nothing
   * @param kept whether it is in memory anyway, with or without the answer
   */
  public static JsonNode node(ByteString json, boolean kept) {
    return json.isEmpty()
        ? JsonNodeFactory.instance.missingNode()
        : JsonNodeFactory.instance.pojoNode(new Encoded(json, kept));
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    // What has to stand before a value, such as a comma.
    generator.writeRawValue("");
    if (generator.getOutputTarget() instanceof Pieces pieces) {
      generator.flush();
      pieces.add(json, kept);
    } else {
      generator.writeRaw(json.utf8String());
    }
  }

  @Override
  public void serializeWithType(
      JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
      throws IOException {
    serialize(generator, provider);
  }
}
