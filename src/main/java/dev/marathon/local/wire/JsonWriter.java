package dev.marathon.local.wire;

import java.math.BigDecimal;

/**
 * Writes compact JSON: doubles keep {@code .0}, text stays UTF-8, control characters become {@code
 * \}{@code u0001}.
 *
 * <p>The caller nests correctly; commas are put by the writer.
 */
public final class JsonWriter {
  private final StringBuilder out = new StringBuilder(256);
  private boolean first = true;

  public JsonWriter open(char bracket) {
    comma();
    out.append(bracket);
    first = true;
    return this;
  }

  public JsonWriter close(char bracket) {
    out.append(bracket);
    first = false;
    return this;
  }

  public JsonWriter key(String name) {
    comma();
    quote(name);
    out.append(':');
    first = true;
    return this;
  }

  public JsonWriter text(String value) {
    comma();
    quote(value);
    return this;
  }

  public JsonWriter number(long value) {
    comma();
    out.append(value);
    return this;
  }

  /** For unsigned 64-bit fields. */
  public JsonWriter unsigned(long value) {
    comma();
    out.append(Long.toUnsignedString(value));
    return this;
  }

  public JsonWriter number(double value) {
    comma();
    out.append(number15(value));
    return this;
  }

  public JsonWriter bool(boolean value) {
    comma();
    out.append(value);
    return this;
  }

  /** Text that is JSON already. */
  public JsonWriter raw(String json) {
    comma();
    out.append(json);
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void comma() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  static String number15(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "null";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-6 || size >= 1e21)) {
      return Double.toString(value).replace("E", "e").replace(".0e", "e");
    }
    var plain = new BigDecimal(Double.toString(value)).toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00")
                .append(c < 16 ? '0' : '1')
                .append("0123456789ABCDEF".charAt(c & 15));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
