package dev.marathon.local.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;

/**
 * Reads a protobuf message from JSON under the rules of Mesos: unknown members are ignored, an
 * unknown name of an enum leaves the field unset, one value is accepted for a repeated field, and
 * wrong types and missing required fields are refused with its texts.
 */
public final class ProtoJsonReader {
  private ProtoJsonReader() {}

  /**
   * Fills the builder.
   *
   * @throws BadJson with the reason, without the "Failed to convert JSON into …" that a caller puts
   *     before it
   */
  public static <B extends Message.Builder> B read(Json json, B builder) throws BadJson {
    if (!(json instanceof Json.Obj object)) {
      throw new BadJson("Expecting a JSON object");
    }
    members(object, builder);
    var missing = builder.findInitializationErrors();
    if (!missing.isEmpty()) {
      throw new BadJson("Missing required fields: " + String.join(", ", missing));
    }
    return builder;
  }

  private static void members(Json.Obj object, Message.Builder builder) throws BadJson {
    for (var member : object.members().entrySet()) {
      var field = builder.getDescriptorForType().findFieldByName(member.getKey());
      if (field != null) {
        member(field, member.getValue(), builder);
      }
    }
  }

  private static void member(FieldDescriptor field, Json json, Message.Builder builder)
      throws BadJson {
    if (field.isMapField() && json instanceof Json.Obj object) {
      for (var entry : object.members().entrySet()) {
        var item = builder.newBuilderForField(field);
        var keyField = field.getMessageType().findFieldByNumber(1);
        var valueField = field.getMessageType().findFieldByNumber(2);
        var key = scalar(keyField, keyType(keyField, entry.getKey()));
        if (key != null) {
          item.setField(keyField, key);
        }
        member(valueField, entry.getValue(), item);
        builder.addRepeatedField(field, item.build());
      }
    } else if (json instanceof Json.Arr array) {
      if (!field.isRepeated()) {
        throw new BadJson("Not expecting a JSON array for field '" + field.getName() + "'");
      }
      for (var item : array.items()) {
        single(field, item, builder);
      }
    } else {
      single(field, json, builder);
    }
  }

  private static Json keyType(FieldDescriptor field, String key) {
    return field.getJavaType() == FieldDescriptor.JavaType.STRING
        ? new Json.Text(key)
        : new Json.Num(key);
  }

  private static void single(FieldDescriptor field, Json json, Message.Builder builder)
      throws BadJson {
    Object value;
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      if (!(json instanceof Json.Obj object)) {
        throw unexpected(field, json);
      }
      var nested = builder.newBuilderForField(field);
      members(object, nested);
      value = nested.buildPartial();
    } else {
      value = scalar(field, json);
    }
    if (value == null) {
      return;
    }
    if (field.isRepeated()) {
      builder.addRepeatedField(field, value);
    } else {
      builder.setField(field, value);
    }
  }

  /** The value in Java's type of the field, or null for an unknown name of an enum. */
  private static Object scalar(FieldDescriptor field, Json json) throws BadJson {
    return switch (field.getJavaType()) {
      case STRING -> text(field, json);
      case BYTE_STRING -> base64(field, text(field, json));
      case ENUM -> field.getEnumType().findValueByName(text(field, json));
      case BOOLEAN -> {
        if (!(json instanceof Json.Bool bool)) {
          throw unexpected(field, json);
        }
        yield bool.value();
      }
      case INT -> (int) whole(field, number(field, json));
      case LONG -> whole(field, number(field, json));
      case FLOAT -> (float) Double.parseDouble(number(field, json));
      case DOUBLE -> Double.parseDouble(number(field, json));
      case MESSAGE -> throw unexpected(field, json);
    };
  }

  private static String text(FieldDescriptor field, Json json) throws BadJson {
    if (!(json instanceof Json.Text text)) {
      throw unexpected(field, json);
    }
    return text.value();
  }

  private static String number(FieldDescriptor field, Json json) throws BadJson {
    if (json instanceof Json.Num number) {
      return number.text();
    }
    if (json instanceof Json.Text text) {
      try {
        Double.parseDouble(text.value());
        return text.value();
      } catch (NumberFormatException e) {
        throw new BadJson(
            "Failed to parse '"
                + text.value()
                + "' as a JSON number for field '"
                + field.getName()
                + "'");
      }
    }
    throw unexpected(field, json);
  }

  private static long whole(FieldDescriptor field, String text) {
    try {
      return field.getType() == FieldDescriptor.Type.UINT64
          ? Long.parseUnsignedLong(text)
          : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return (long) Double.parseDouble(text);
    }
  }

  private static BadJson unexpected(FieldDescriptor field, Json json) {
    return json instanceof Json.Null
        ? new BadJson("Not expecting a JSON null")
        : new BadJson(
            "Not expecting a JSON " + json.kind() + " for field '" + field.getName() + "'");
  }

  private static ByteString base64(FieldDescriptor field, String text) throws BadJson {
    var out = new ByteArrayOutputStream(text.length());
    int bits = 0;
    int count = 0;
    for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        continue;
      }
      int digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".indexOf(c);
      if (digit < 0) {
        throw new BadJson(
            "Failed to base64 decode bytes field '"
                + field.getName()
                + "': Invalid character '"
                + c
                + "'");
      }
      bits = bits << 6 | digit;
      count += 6;
      if (count >= 8) {
        count -= 8;
        out.write(bits >> count);
      }
    }
    return ByteString.copyFrom(out.toByteArray());
  }
}
