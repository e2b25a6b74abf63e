package dev.marathon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Version;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.owner.Stored;
import dev.marathon.owner.StoredTogether;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TogetherFormatTest {

  private static final String MANIFEST = "[instance.app-forgotten.v1,instance.backoff-reset.v1]";
  private static final AppId APP = new AppId("/web");

  private final WireSerializer serializer = new WireSerializer();

  private static Stored<LedgerEvent> stored(LedgerEvent event, String who) {
    return new Stored<>(event, Instant.EPOCH, 7, Cause.internal(who));
  }

  private static StoredTogether<LedgerEvent> together() {
    return new StoredTogether<>(
        List.of(
            stored(new LedgerEvent.AppForgotten(APP), "one"),
            stored(new LedgerEvent.BackoffReset(APP, new Version(Instant.EPOCH)), "two"),
            stored(new LedgerEvent.AppForgotten(new AppId("/other")), "three")));
  }

  @Test
  void theManifestNamesWhatIsInIt() {
    assertThat(serializer.manifest(together())).isEqualTo(MANIFEST);
    assertThat(TogetherFormat.names(MANIFEST))
        .containsExactly("instance.app-forgotten.v1", "instance.backoff-reset.v1");
    assertThat(TogetherFormat.names("app.deleted.v1")).containsExactly("app.deleted.v1");
  }

  @Test
  void whatANewerReleaseAddsIsPassedOver() throws NotSerializableException {
    var json =
        new String(serializer.toBinary(together()), StandardCharsets.UTF_8)
            .replace("\"events\"", "\"new\":{\"events\":[{}]},\"events\"")
            .replace("\"cause\"", "\"new\":[1],\"cause\"");

    assertThat(serializer.fromBinary(json.getBytes(StandardCharsets.UTF_8), MANIFEST))
        .isEqualTo(together());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"at\":\"1970-01-01T00:00:00Z\",\"epoch\":7,\"events\":[]}",
        "{\"at\":\"1970-01-01T00:00:00Z\",\"epoch\":7,\"events\":[{\"kind\":0}]}",
        "{\"at\":\"1970-01-01T00:00:00Z\",\"epoch\":7,\"events\":[{\"kind\":2,\"event\":{}}]}",
        "{\"epoch\":7,\"events\":[{\"kind\":0,\"cause\":{\"who\":\"me\"},\"event\":{\"appId\":\"/web\"}}]}"
      })
  void aBrokenRecordIsNotReadAsSomethingElse(String json) {
    assertThatThrownBy(() -> serializer.fromBinary(json.getBytes(StandardCharsets.UTF_8), MANIFEST))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining(MANIFEST);
  }

  @Test
  void aRecordThatWasCutOffIsNotReadAsAShorterOne() {
    var bytes = serializer.toBinary(together());
    for (int length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> serializer.fromBinary(cut, MANIFEST))
          .isInstanceOf(NotSerializableException.class);
    }
  }
}
