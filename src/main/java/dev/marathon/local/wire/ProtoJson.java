package dev.marathon.local.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Protobuf messages as JSON text in the style of Mesos: fields in the order of their declaration,
 * names as declared, unset fields left out except those with a declared default, bytes as base64,
 * 64-bit integers as numbers.
 */
public final class ProtoJson {
  /** Values of enums that Mesos 1.12 has and our classes (1.11) lack. */
  private static final Map<String, Map<Long, String>> NEWER_NAMES =
      Map.of("mesos.v1.MasterInfo.Capability.Type", Map.of(3L, "QUOTA_V2"));

  private ProtoJson() {}

  /** The message as one JSON object. */
  public static String print(Message message) {
    var out = new JsonWriter();
    write(message, out);
    return out.toString();
  }

  /** Appends the message as one JSON object. */
  public static void write(Message message, JsonWriter out) {
    out.open('{');
    for (var field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        writeMap(message, field, out);
      } else if (field.isRepeated()) {
        int count = message.getRepeatedFieldCount(field);
        if (count > 0) {
          out.key(field.getName()).open('[');
          for (int i = 0; i < count; i++) {
            writeValue(field, message.getRepeatedField(field, i), out);
          }
          out.close(']');
        }
      } else if (message.hasField(field)
          || (field.hasDefaultValue() && !field.getOptions().getDeprecated())) {
        out.key(field.getName());
        writeValue(field, message.getField(field), out);
      } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
        newerName(message, field).ifPresent(name -> out.key(field.getName()).text(name));
      }
    }
    out.close('}');
  }

  /**
   * The name of an enum's value that is newer than our classes: protobuf keeps it as an unknown
   * field.
   */
  private static Optional<String> newerName(Message message, FieldDescriptor field) {
    var names = NEWER_NAMES.get(field.getEnumType().getFullName());
    if (names == null) {
      return Optional.empty();
    }
    return message.getUnknownFields().getField(field.getNumber()).getVarintList().stream()
        .map(names::get)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static void writeMap(Message message, FieldDescriptor field, JsonWriter out) {
    var entries = (List<?>) message.getField(field);
    if (entries.isEmpty()) {
      return;
    }
    var valueField = field.getMessageType().findFieldByNumber(2);
    out.key(field.getName()).open('{');
    for (var each : entries) {
      var entry = (MapEntry<?, ?>) each;
      out.key(String.valueOf(entry.getKey()));
      writeValue(valueField, entry.getField(valueField), out);
    }
    out.close('}');
  }

  private static void writeValue(FieldDescriptor field, Object value, JsonWriter out) {
    switch (field.getJavaType()) {
      case INT ->
          out.number(unsigned32(field) ? Integer.toUnsignedLong((Integer) value) : (Integer) value);
      case LONG -> {
        if (field.getType() == FieldDescriptor.Type.UINT64
            || field.getType() == FieldDescriptor.Type.FIXED64) {
          out.unsigned((Long) value);
        } else {
          out.number((Long) value);
        }
      }
      case FLOAT -> out.number(Double.parseDouble(Float.toString((Float) value)));
      case DOUBLE -> out.number((Double) value);
      case BOOLEAN -> out.bool((Boolean) value);
      case STRING -> out.text((String) value);
      case BYTE_STRING ->
          out.text(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case ENUM -> out.text(((EnumValueDescriptor) value).getName());
      case MESSAGE -> write((Message) value, out);
    }
  }

  private static boolean unsigned32(FieldDescriptor field) {
    return field.getType() == FieldDescriptor.Type.UINT32
        || field.getType() == FieldDescriptor.Type.FIXED32;
  }
}
