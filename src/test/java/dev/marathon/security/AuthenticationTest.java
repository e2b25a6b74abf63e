package dev.marathon.security;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.headers.RawHeader;
import dev.marathon.config.Secret;
import dev.marathon.config.SecuritySettings;
import dev.marathon.security.AccessControl.Admission;
import dev.marathon.security.Identity.Right;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {

  private static final String SLOW = "slow-enough-to-count";

  @TempDir Path directory;

  private long nanos = 1_000;
  private int checks;
  private final Queue<Runnable> held = new ArrayDeque<>();
  private boolean holding;
  private boolean full;
  private Path users;
  private Guards.Guard guard;

  /** Counts, holds back or refuses the checks. */
  private final Executor threads =
      task -> {
        if (full) {
          throw new RejectedExecutionException();
        }
        checks++;
        if (holding) {
          held.add(task);
        } else {
          task.run();
        }
      };

  @BeforeEach
  void start() throws IOException {
    users = directory.resolve("users");
    write("alice", SLOW, "/dev=all");
    guard = guard(Optional.of(new SecuritySettings.User("admin", new Secret("pass:word"))));
  }

  private void write(String name, String password, String rights) throws IOException {
    Files.writeString(users, PasswordHash.line(name, password.toCharArray(), rights, 4) + "\n");
  }

  private Guards.Guard guard(Optional<SecuritySettings.User> single) {
    return Guards.of(
        new SecuritySettings(
            single,
            "Marathon",
            Optional.of(users),
            Optional.empty(),
            Set.of("/ping"),
            3,
            Duration.ofMinutes(1),
            Duration.ofSeconds(5)),
        threads,
        () -> nanos,
        InstantSource.system());
  }

  private static HttpRequest request(String path, String... authorization) {
    var request =
        HttpRequest.GET(path)
            .addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create(address("10.0.0.1")));
    for (var value : authorization) {
      request = request.addHeader(RawHeader.create("Authorization", value));
    }
    return request;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private Admission admit(HttpRequest request) {
    return guard.control().admit(request).toCompletableFuture().join();
  }

  private Identity identity(String credentials) {
    return ((Admission.Admitted) admit(request("/v2/apps", basic(credentials)))).identity();
  }

  private int status(String... authorization) {
    return admit(request("/v2/apps", authorization)) instanceof Admission.TurnedAway away
        ? away.status()
        : 200;
  }

  @Test
  void theOneUserMayDoEverythingAndThePasswordMayHoldColons() {
    assertThat(identity("admin:pass:word").who()).isEqualTo("admin");
    assertThat(identity("admin:pass:word").may(Right.DELETE, "/")).isTrue();
    assertThat(status(basic("admin:pass"))).isEqualTo(401);
    assertThat(status(basic("admin:"))).isEqualTo(401);
  }

  @Test
  void usersOfTheFileHaveTheirRights() {
    var alice = identity("alice:" + SLOW);

    assertThat(alice.who()).isEqualTo("alice");
    assertThat(alice.may(Right.UPDATE, "/dev/x")).isTrue();
    assertThat(alice.may(Right.VIEW, "/develop")).isFalse();
    assertThat(status(basic("alice:x"))).isEqualTo(401);
    assertThat(status(basic("bob:" + SLOW))).isEqualTo(401);
  }

  @Test
  void whatIsNoBasicAuthorizationIsTurnedAwayWithAChallenge() {
    for (var value :
        new String[] {
          "",
          "Basic",
          "Basic ",
          "Basic !!!",
          "Basic YQ",
          "Digest x",
          "Bearer abc",
          "admin:pass:word"
        }) {
      var away = (Admission.TurnedAway) admit(request("/v2/apps", value));
      assertThat(away.status()).as(value).isIn(401, 429);
      nanos += Duration.ofMinutes(5).toNanos();
    }
    var away = (Admission.TurnedAway) admit(request("/v2/apps"));
    assertThat(away.headers()).containsEntry("WWW-Authenticate", "basic realm=\"Marathon\"");
    assertThat(away.message()).doesNotContain("admin");
  }

  @Test
  void aScriptThatAsksItsUserItselfIsNotMadeToWaitForTheBrowsersDialogue() {
    var request =
        request("/v2/apps").addHeader(RawHeader.create("X-Requested-With", "XMLHttpRequest"));

    var away = (Admission.TurnedAway) admit(request);

    assertThat(away.headers()).containsEntry("WWW-Authenticate", "x-basic realm=\"Marathon\"");
  }

  @Test
  void twoAuthorizationsAreNone() {
    assertThat(status(basic("admin:pass:word"), basic("admin:pass:word"))).isEqualTo(401);
  }

  @Test
  void onlyTheOpenPathIsOpenAndGivesNoRights() {
    var open = (Admission.Admitted) admit(request("/ping"));

    assertThat(open.identity().reaches(Right.VIEW, "/")).isFalse();
    assertThat(open.identity().mayNode(Right.VIEW)).isFalse();
    assertThat(admit(request("//ping"))).isInstanceOf(Admission.TurnedAway.class);
    assertThat(admit(request("/ping/"))).isInstanceOf(Admission.TurnedAway.class);
    assertThat(admit(request("/livez"))).isInstanceOf(Admission.TurnedAway.class);
  }

  @Test
  void aPasswordIsHashedOnceUntilItsTimeIsOver() {
    for (int i = 0; i < 100; i++) {
      identity("alice:" + SLOW);
    }
    assertThat(checks).isEqualTo(1);

    nanos += Duration.ofMinutes(16).toNanos();
    identity("alice:" + SLOW);
    assertThat(checks).isEqualTo(2);
  }

  @Test
  void theSameCredentialsAtTheSameTimeAreCheckedOnce() {
    holding = true;
    var all = new ArrayList<CompletableFuture<Admission>>();
    for (int i = 0; i < 50; i++) {
      all.add(
          guard.control().admit(request("/v2/apps", basic("alice:" + SLOW))).toCompletableFuture());
    }

    held.forEach(Runnable::run);

    assertThat(checks).isEqualTo(1);
    assertThat(all).allMatch(one -> one.join() instanceof Admission.Admitted);
  }

  @Test
  void guessingIsSlowedDownAndRightOnesGoOn() {
    identity("alice:" + SLOW);
    for (int i = 0; i < 3; i++) {
      assertThat(status(basic("alice:guess" + i))).isEqualTo(401);
    }
    var away = (Admission.TurnedAway) admit(request("/v2/apps", basic("alice:guess4")));
    assertThat(away.status()).isEqualTo(429);
    assertThat(away.headers()).containsEntry("Retry-After", "20");
    int before = checks;
    assertThat(status(basic("alice:guess5"))).isEqualTo(429);
    assertThat(checks).isEqualTo(before);

    assertThat(identity("alice:" + SLOW).who()).isEqualTo("alice");
    nanos += Duration.ofSeconds(20).toNanos();
    assertThat(status(basic("alice:guess6"))).isEqualTo(401);
    assertThat(status(basic("alice:guess7"))).isEqualTo(429);
  }

  @Test
  void guessesAtTheSameTimeCountTooAndOtherAddressesDoNot() {
    holding = true;
    for (int i = 0; i < 10; i++) {
      var unused = guard.control().admit(request("/v2/apps", basic("alice:guess" + i)));
    }
    assertThat(checks).isEqualTo(3);

    var other =
        HttpRequest.GET("/v2/apps")
            .addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create(address("10.0.0.2")))
            .addHeader(RawHeader.create("Authorization", basic("alice:" + SLOW)));
    var admitted = guard.control().admit(other).toCompletableFuture();
    held.forEach(Runnable::run);
    assertThat(admitted.join()).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void hostsOfOneIpv6NetworkAreOneSource() {
    assertThat(Source.of(address("2001:db8:1:2::1")))
        .isEqualTo(Source.of(address("2001:db8:1:2:ffff::9")))
        .isNotEqualTo(Source.of(address("2001:db8:1:3::1")));
    assertThat(Source.of(address("10.0.0.1"))).isNotEqualTo(Source.of(address("10.0.0.2")));
  }

  @Test
  void tooManyChecksAtOnceAreAskedToComeBackAndNotCountedAsFailures() {
    full = true;
    for (int i = 0; i < 10; i++) {
      assertThat(status(basic("alice:" + SLOW))).isEqualTo(503);
    }
    full = false;
    assertThat(status(basic("alice:" + SLOW))).isEqualTo(200);
  }

  @Test
  void aChangedFileIsInForceAtOnceAlsoForOpenStreams() throws IOException {
    var alice = identity("alice:" + SLOW);
    assertThat(alice.may(Right.VIEW, "/dev/x")).isTrue();

    write("alice", "another", "/prod=view");
    guard.reload().run();

    assertThat(status(basic("alice:" + SLOW))).isEqualTo(401);
    assertThat(alice.may(Right.VIEW, "/dev/x")).isFalse();
    assertThat(identity("alice:another").may(Right.VIEW, "/prod/x")).isTrue();
    write("bob", "other", "/=view");
    guard.reload().run();
    assertThat(alice.may(Right.VIEW, "/prod/x")).isFalse();
    assertThat(identity("bob:other").may(Right.VIEW, "/prod/x")).isTrue();
  }

  @Test
  void aBrokenFileLeavesTheLastOneInForce() throws IOException {
    Files.writeString(users, "alice:broken");
    guard.reload().run();
    assertThat(status(basic("alice:" + SLOW))).isEqualTo(200);
    Files.delete(users);
    guard.reload().run();
    assertThat(status(basic("alice:" + SLOW))).isEqualTo(200);

    write("alice", "mended", "/=view");
    guard.reload().run();
    assertThat(status(basic("alice:mended"))).isEqualTo(200);
  }

  @Test
  void aCheckThatBeganBeforeAChangeIsNotRemembered() {
    var remembered = new Remembered(() -> nanos);
    long began = remembered.generation();
    remembered.forget();
    remembered.remember("key", AccessControl.ANYBODY, Duration.ofMinutes(1), began);
    assertThat(remembered.find("key")).isEmpty();
  }

  @Test
  void memoryIsBoundedAndHoldsNoPasswords() {
    var remembered = new Remembered(() -> nanos);
    for (int i = 0; i < Remembered.MAX + 10; i++) {
      remembered.remember(
          "key" + i, AccessControl.ANYBODY, Duration.ofMinutes(1), remembered.generation());
    }
    assertThat(remembered.size()).isEqualTo(Remembered.MAX);
    assertThat(remembered.find("key0")).isEmpty();
    assertThat(remembered.key("basic", "abc"))
        .isEqualTo(remembered.key("basic", "abc"))
        .isNotEqualTo(remembered.key("basic", "abd"))
        .isNotEqualTo(new Remembered(() -> nanos).key("basic", "abc"));

    var throttle = new Throttle(3, Duration.ofMinutes(1), () -> nanos);
    for (int i = 0; i < Throttle.MAX_SOURCES + 10; i++) {
      throttle.take("source" + i);
    }
    assertThat(throttle.size()).isEqualTo(Throttle.MAX_SOURCES);
  }
}
