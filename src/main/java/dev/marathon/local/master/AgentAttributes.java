package dev.marathon.local.master;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Value;

/**
 * Attributes for many agents: {@code zone:{a,b,c};rack:{1..20}}, where braces are dealt out
 * round-robin.
 */
public final class AgentAttributes {

  private record Named(String name, Pattern pattern) {}

  /** Text with braces: for each agent one choice of each. */
  public static final class Pattern {
    private final List<List<String>> parts;

    private Pattern(List<List<String>> parts) {
      this.parts = parts;
    }

    /**
     * Parses {@code a{x,y}b} and {@code {1..20}}.
     *
     * @throws IllegalArgumentException for a brace that is not closed
     */
    public static Pattern of(String text) {
      var parts = new ArrayList<List<String>>();
      int at = 0;
      while (at < text.length()) {
        int open = text.indexOf('{', at);
        if (open < 0) {
          parts.add(List.of(text.substring(at)));
          break;
        }
        int close = text.indexOf('}', open);
        if (close < 0) {
          throw new IllegalArgumentException("missing '}' in '" + text + "'");
        }
        parts.add(List.of(text.substring(at, open)));
        parts.add(choices(text.substring(open + 1, close)));
        at = close + 1;
      }
      return new Pattern(parts);
    }

    private static List<String> choices(String inside) {
      var range = inside.split("\\.\\.", -1);
      if (range.length == 2 && range[0].matches("\\d{1,9}") && range[1].matches("\\d{1,9}")) {
        var numbers = new ArrayList<String>();
        for (int i = Integer.parseInt(range[0]); i <= Integer.parseInt(range[1]); i++) {
          numbers.add(String.valueOf(i));
        }
        if (!numbers.isEmpty()) {
          return numbers;
        }
      }
      return List.of(inside.split(",", -1));
    }

    /**
     * @param index of the agent, from 0
     */
    public String dealt(int index) {
      var out = new StringBuilder();
      for (var choices : parts) {
        out.append(choices.get(index % choices.size()).strip());
      }
      return out.toString();
    }
  }

  private final List<Named> attributes;

  private AgentAttributes(List<Named> attributes) {
    this.attributes = attributes;
  }

  /**
   * Parses the text.
   *
   * @throws IllegalArgumentException naming the entry that is wrong
   */
  public static AgentAttributes parse(String text) {
    var parsed = new ArrayList<Named>();
    for (var entry : text.split(";", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      int colon = entry.indexOf(':');
      if (colon <= 0 || colon == entry.length() - 1) {
        throw new IllegalArgumentException("bad attribute '" + entry + "': expected name:value");
      }
      parsed.add(
          new Named(
              entry.substring(0, colon).strip(), Pattern.of(entry.substring(colon + 1).strip())));
    }
    return new AgentAttributes(parsed);
  }

  /**
   * The attributes of one agent: numbers are scalars, {@code [1-9]} ranges, everything else is
   * text.
   */
  public List<Attribute> dealt(int index) {
    return attributes.stream()
        .map(each -> attribute(each.name, each.pattern.dealt(index)))
        .toList();
  }

  private static Attribute attribute(String name, String value) {
    var attribute = Attribute.newBuilder().setName(name);
    if (value.matches("-?\\d+(\\.\\d+)?")) {
      return attribute
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(Double.parseDouble(value)))
          .build();
    }
    if (value.startsWith("[") && value.endsWith("]")) {
      var ranges = ResourceText.parse(name + ":" + value).items().get(0).getRanges();
      return attribute.setType(Value.Type.RANGES).setRanges(ranges).build();
    }
    return attribute
        .setType(Value.Type.TEXT)
        .setText(Value.Text.newBuilder().setValue(value))
        .build();
  }
}
