package dev.marathon.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is stored today is read for ever: each golden file is read to the value that it was written
 * from, and that value is still written as the same JSON (white space apart, which only the files
 * have).
 */
class WireGoldenTest {

  private static final String FOLDER = "/wire/";
  private static final String END = ".json";
  private static final ObjectMapper PRETTY =
      JournalMapper.create().enable(SerializationFeature.INDENT_OUTPUT);

  private final WireSerializer serializer = new WireSerializer();

  static Set<String> files() {
    return new TreeSet<>(WireSamples.all().keySet());
  }

  @ParameterizedTest
  @MethodSource("files")
  void isReadAsTheValueThatItWasWrittenFrom(String file) throws IOException {
    var value = WireSamples.all().get(file);
    var golden = golden(file).orElseGet(() -> missing(file));
    assertThat(serializer.fromBinary(utf8(golden), serializer.manifest(value))).isEqualTo(value);
  }

  static Set<String> newest() {
    var files = files();
    files.removeAll(WireSamples.older());
    return files;
  }

  @ParameterizedTest
  @MethodSource("newest")
  void isWrittenAsTheSameJson(String file) throws IOException {
    assertThat(written(file)).isEqualTo(golden(file).orElseGet(() -> missing(file)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void beginsWithTheWireNameOfItsValue(String file) {
    var name = serializer.manifest(WireSamples.all().get(file));
    assertThat(file.equals(name) || file.startsWith(name + "."))
        .as("%s of %s", file, name)
        .isTrue();
  }

  @Test
  void everyGoldenFileHasItsValue() throws Exception {
    try (Stream<Path> found =
        Files.list(Path.of(WireGoldenTest.class.getResource(FOLDER).toURI()))) {
      assertThat(found.map(path -> path.getFileName().toString()).collect(Collectors.toSet()))
          .isEqualTo(files().stream().map(file -> file + END).collect(Collectors.toSet()));
    }
  }

  @Test
  void everyWireNameHasAGoldenFile() {
    var names = new TreeSet<>(WireNames.all().all().keySet());
    names.add("owner.epoch-began.v1");
    names.add("owner.rested.v1");
    assertThat(files()).containsAll(names);
  }

  private String written(String file) throws IOException {
    var bytes = serializer.toBinary(WireSamples.all().get(file));
    return PRETTY.writeValueAsString(PRETTY.readTree(bytes)) + "\n";
  }

  private static Optional<String> golden(String file) throws IOException {
    try (InputStream in = WireGoldenTest.class.getResourceAsStream(FOLDER + file + END)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private String missing(String file) {
    try {
      throw new AssertionError(
          "src/test/resources/wire/%s.json is missing; if this is what shall be stored, add it:\n%s"
              .formatted(file, written(file)));
    } catch (IOException unwritable) {
      throw new AssertionError(unwritable);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
