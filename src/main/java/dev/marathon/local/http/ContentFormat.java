package dev.marathon.local.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.marathon.local.wire.BadJson;
import dev.marathon.local.wire.JsonReader;
import dev.marathon.local.wire.ProtoJson;
import dev.marathon.local.wire.ProtoJsonReader;
import java.nio.charset.StandardCharsets;

/** The two encodings of calls and events. */
enum ContentFormat {
  JSON("application/json"),
  PROTOBUF("application/x-protobuf");

  final String mediaType;

  ContentFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  byte[] write(Message message) {
    return switch (this) {
      case JSON -> ProtoJson.print(message).getBytes(StandardCharsets.UTF_8);
      case PROTOBUF -> message.toByteArray();
    };
  }

  /**
   * Reads a call.
   *
   * @throws BadJson with the whole text of the answer, for either encoding
   */
  <B extends Message.Builder> B read(byte[] body, B builder) throws BadJson {
    if (this == PROTOBUF) {
      try {
        builder.mergeFrom(ByteString.copyFrom(body));
      } catch (InvalidProtocolBufferException e) {
        throw new BadJson("Failed to parse body into Call protobuf");
      }
      if (!builder.isInitialized()) {
        throw new BadJson("Failed to parse body into Call protobuf");
      }
      return builder;
    }
    dev.marathon.local.wire.Json json;
    try {
      json = JsonReader.read(new String(body, StandardCharsets.UTF_8));
    } catch (BadJson e) {
      throw new BadJson("Failed to parse body into JSON: " + e.getMessage());
    }
    try {
      return ProtoJsonReader.read(json, builder);
    } catch (BadJson e) {
      throw new BadJson("Failed to convert JSON into Call protobuf: " + e.getMessage());
    }
  }
}
