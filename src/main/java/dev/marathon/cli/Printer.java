package dev.marathon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.PrintWriter;
import java.util.function.Function;

/** Data to standard output, messages to standard error. */
final class Printer {

  static final ObjectMapper JSON = JsonMapper.builder().build();

  /** Made when it is needed first, which for most commands is never. */
  static final class Yaml {
    static final ObjectMapper MAPPER =
        JsonMapper.builder(
                YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .build())
            .build();

    private Yaml() {}
  }

  private final PrintWriter out;
  private final PrintWriter err;
  private final Format format;
  private final boolean terminal;
  private final boolean colours;

  /**
   * @param terminal whether a person sees the output while it comes
   */
  Printer(PrintWriter out, PrintWriter err, Format format, boolean terminal, boolean colours) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.terminal = terminal;
    this.colours = colours;
  }

  Format format() {
    return format;
  }

  boolean terminal() {
    return terminal;
  }

  boolean colours() {
    return colours;
  }

  /** The answer as it is for machines, as a table for people. */
  void answer(JsonNode answer, Function<JsonNode, Table> table) {
    if (structured()) {
      structure(answer);
    } else {
      table.apply(answer).lines(colours).forEach(out::println);
    }
    out.flush();
  }

  boolean structured() {
    return format == Format.json || format == Format.yaml;
  }

  void structure(JsonNode answer) {
    try {
      out.print(
          format == Format.yaml
              ? Yaml.MAPPER.writeValueAsString(answer)
              : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
    out.flush();
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  void part(String text) {
    out.print(text);
    out.flush();
  }

  /** For people, beside the data. */
  void note(String text) {
    err.println(text);
    err.flush();
  }

  /** Replaces the terminal's last line. What does not fit is cut off by the terminal. */
  void status(String text) {
    err.print("\r\u001b[K\u001b[?7l" + text + "\u001b[?7h");
    err.flush();
  }

  String styled(Style style, String text) {
    return style.of(text, colours);
  }
}
