package dev.marathon.local.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Parses JSON with the positions and texts of errors of the parser inside Mesos (picojson): on an
 * error the rest of the line from the first character it did not take is part of the message, and
 * clients' tests compare it.
 *
 * <p>Nesting is limited to {@value #MAX_DEPTH} levels; deeper text is a syntax error.
 */
public final class JsonReader {
  static final int MAX_DEPTH = 100;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Parses one value; only white space may follow it. */
  public static Json read(String text) throws BadJson {
    var reader = new JsonReader(text);
    Json value;
    try {
      value = reader.value(0);
    } catch (Unexpected e) {
      throw new BadJson(reader.syntaxError());
    }
    reader.skipBlanks();
    if (reader.at < text.length()) {
      throw new BadJson(
          "Parsed JSON included non-whitespace trailing characters: " + text.substring(reader.at));
    }
    return value;
  }

  private static final class Unexpected extends Exception {
    private static final long serialVersionUID = 1L;

    Unexpected() {
      super(null, null, false, false);
    }
  }

  private String syntaxError() {
    long line =
        1 + text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
    int end = text.indexOf('\n', Math.min(at, text.length()));
    var rest = text.substring(Math.min(at, text.length()), end < 0 ? text.length() : end);
    var near = new StringBuilder();
    rest.chars().filter(c -> c >= ' ').forEach(c -> near.append((char) c));
    return "syntax error at line " + line + " near: " + near;
  }

  private Json value(int depth) throws Unexpected {
    skipBlanks();
    if (depth > MAX_DEPTH || at >= text.length()) {
      throw new Unexpected();
    }
    char c = text.charAt(at);
    switch (c) {
      case 'n':
        match("null");
        return new Json.Null();
      case 't':
        match("true");
        return new Json.Bool(true);
      case 'f':
        match("false");
        return new Json.Bool(false);
      case '"':
        at++;
        return new Json.Text(string());
      case '[':
        at++;
        return array(depth);
      case '{':
        at++;
        return object(depth);
      default:
        if (c == '-' || (c >= '0' && c <= '9')) {
          return number();
        }
        throw new Unexpected();
    }
  }

  private void match(String word) throws Unexpected {
    for (int i = 0; i < word.length(); i++) {
      if (at >= text.length() || text.charAt(at) != word.charAt(i)) {
        throw new Unexpected();
      }
      at++;
    }
  }

  private Json array(int depth) throws Unexpected {
    List<Json> items = new ArrayList<>();
    if (!take(']')) {
      do {
        items.add(value(depth + 1));
      } while (take(','));
      expect(']');
    }
    return new Json.Arr(items);
  }

  private Json object(int depth) throws Unexpected {
    var members = new TreeMap<String, Json>();
    if (!take('}')) {
      do {
        expect('"');
        var name = string();
        expect(':');
        members.put(name, value(depth + 1));
      } while (take(','));
      expect('}');
    }
    return new Json.Obj(members);
  }

  private String string() throws Unexpected {
    var out = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c < ' ') {
        throw new Unexpected();
      }
      at++;
      if (c == '"') {
        return out.toString();
      }
      out.append(c == '\\' ? escaped() : c);
    }
    throw new Unexpected();
  }

  private char escaped() throws Unexpected {
    if (at >= text.length()) {
      throw new Unexpected();
    }
    char c = text.charAt(at++);
    switch (c) {
      case '"', '\\', '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return unicode();
      default:
        throw new Unexpected();
    }
  }

  private char unicode() throws Unexpected {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw new Unexpected();
      }
      at++;
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Json number() throws Unexpected {
    int start = at;
    while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    var digits = text.substring(start, at);
    try {
      Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw new Unexpected();
    }
    return new Json.Num(digits);
  }

  private boolean take(char c) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws Unexpected {
    if (!take(c)) {
      throw new Unexpected();
    }
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }
}
