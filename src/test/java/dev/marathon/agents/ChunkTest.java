package dev.marathon.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChunkTest {

  private static Chunk.Bytes bytes(long from, String text, long size) {
    return new Chunk.Bytes(from, text.getBytes(StandardCharsets.UTF_8), size);
  }

  @Test
  void goesOnWhereTheLastReadEnded() {
    var first = Chunk.of(bytes(0, "one\n", 4), 0, false);
    assertThat(first.text()).isEqualTo("one\n");
    assertThat(first.next()).isEqualTo(4);

    var grown = bytes(0, "one\ntwo\n", 8);
    assertThat(Chunk.same(grown, 4, Optional.of(first.mark()))).isTrue();
    assertThat(Chunk.of(grown, 4, false).text()).isEqualTo("two\n");
  }

  @Test
  void aFileThatWasEmptiedOrReplacedIsNotTheSame() {
    var first = Chunk.of(bytes(0, "one\n", 4), 0, false);
    assertThat(Chunk.same(bytes(0, "on", 2), 4, Optional.empty())).as("shorter").isFalse();
    assertThat(Chunk.same(bytes(0, "new and longer", 14), 4, Optional.of(first.mark())))
        .as("has grown beyond the place already")
        .isFalse();
    assertThat(Chunk.same(bytes(0, "new and longer", 14), 4, Optional.empty()))
        .as("without a mark nobody can tell")
        .isTrue();
  }

  @Test
  void aMarkIsTheSameFromWhereverTheBytesWereRead() {
    var text = "x".repeat(500) + "y".repeat(500);
    var whole = Chunk.of(bytes(0, text, 1_000), 0, false);
    var part = Chunk.of(bytes(900, text.substring(900), 1_000), 950, false);
    assertThat(part.mark()).isEqualTo(whole.mark());
  }

  @Test
  void aCharacterThatIsCutIsLeftForTheNextRead() {
    var euro = "a\u20ac".getBytes(StandardCharsets.UTF_8);
    for (int length = 2; length < 4; length++) {
      var cut = new Chunk.Bytes(0, java.util.Arrays.copyOf(euro, length), 4);
      var chunk = Chunk.of(cut, 0, false);
      assertThat(chunk.text()).isEqualTo("a");
      assertThat(chunk.next()).isEqualTo(1);
    }
    assertThat(Chunk.of(new Chunk.Bytes(0, euro, 4), 0, false).text()).isEqualTo("a\u20ac");
  }

  @Test
  void aReadOfOneByteGetsPastACharacterAndWhatIsNoneIsShownAsSuch() {
    var euro = "\u20ac".getBytes(StandardCharsets.UTF_8);
    var stuck = Chunk.of(new Chunk.Bytes(0, new byte[] {euro[0]}, 3), 0, false);
    assertThat(stuck.next()).isEqualTo(1);
    assertThat(stuck.text()).isEqualTo("\ufffd");
    var growing = Chunk.of(new Chunk.Bytes(0, new byte[] {euro[0]}, 1), 0, false);
    assertThat(growing.next()).as("the rest may still be written").isZero();
  }

  @Test
  void theLastBytesBeginWithAWholeCharacter() {
    var euro = "\u20acz".getBytes(StandardCharsets.UTF_8);
    var chunk = Chunk.last(new Chunk.Bytes(11, java.util.Arrays.copyOfRange(euro, 1, 4), 14));
    assertThat(chunk.text()).isEqualTo("z");
    assertThat(chunk.offset()).isEqualTo(13);
    assertThat(chunk.next()).isEqualTo(14);
  }

  @Test
  void pathsStayInTheSandbox() {
    assertThat(Sandbox.clean("")).isEmpty();
    assertThat(Sandbox.clean("./logs//app.log/")).isEqualTo("logs/app.log");
    assertThat(Sandbox.clean("..logs")).isEqualTo("..logs");
    for (var wrong : new String[] {"..", "a/../../b", "/etc/passwd", "a\0b", "x".repeat(5_000)}) {
      assertThatThrownBy(() -> Sandbox.clean(wrong)).isInstanceOf(Trouble.class);
    }
  }
}
