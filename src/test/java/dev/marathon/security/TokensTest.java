package dev.marathon.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.marathon.config.InvalidSettings;
import dev.marathon.config.Settings;
import dev.marathon.security.AccessControl.Admission;
import dev.marathon.security.Identity.Right;
import dev.marathon.security.Issuer.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

  private static final Signer RSA = Signer.rsa("rsa", 2048);
  private static final Signer EC = Signer.ec("ec");
  private static final Signer ED = Signer.ed("ed");
  private static final Signer STRANGER = Signer.rsa("rsa", 2048);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private Path keys;
  private Path users;
  private Guards.Guard guard;

  @BeforeEach
  void start() throws IOException {
    keys = directory.resolve("keys.json");
    users = directory.resolve("users");
    Files.writeString(keys, new Issuer(RSA, EC, ED).keys());
    Files.writeString(users, "alice:*:/dev=all node=view\n@/ops team:*:/prod=view\n");
    guard = guard("");
  }

  private Guards.Guard guard(String more) {
    var config =
        """
        marathon.security {
          users-file = "%s"
          max-failures = 1000
          tokens { keys = "%s", issuer = "https://issuer", audience = "marathon", %s }
        }
        """
            .formatted(users, keys, more);
    var settings = Settings.load(Optional.empty(), ConfigFactory.parseString(config)).security();
    return Guards.of(settings, Runnable::run, clock::nanos, clock);
  }

  /**
   * @param more claims that replace or join the usual ones, after a comma
   */
  private String claims(String more) {
    try {
      ObjectNode claims = (ObjectNode) JSON.readTree("{\"x\":0" + more + "}");
      for (var usual :
          Map.of("iss", "https://issuer", "aud", "marathon", "sub", "alice").entrySet()) {
        if (!claims.has(usual.getKey())) {
          claims.put(usual.getKey(), usual.getValue());
        }
      }
      if (!claims.has("exp")) {
        claims.put("exp", clock.instant().getEpochSecond() + 3600);
      }
      return claims.toString();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Admission admit(String authorization) {
    var request =
        HttpRequest.GET("/v2/apps").addHeader(RawHeader.create("Authorization", authorization));
    return guard.control().admit(request).toCompletableFuture().join();
  }

  private Identity identity(String token) {
    return ((Admission.Admitted) admit("Bearer " + token)).identity();
  }

  private void refused(String what, String token) {
    assertThat(admit("Bearer " + token))
        .as(what)
        .isInstanceOfSatisfying(
            Admission.TurnedAway.class, away -> assertThat(away.status()).isEqualTo(401));
  }

  @Test
  void theIssuersTokensAreTakenInAllThreeWaysOfSigning() {
    for (var signer : List.of(RSA, EC, ED)) {
      var alice = identity(signer.sign(claims("")));

      assertThat(alice.who()).isEqualTo("alice");
      assertThat(alice.may(Right.UPDATE, "/dev/x")).isTrue();
      assertThat(alice.may(Right.VIEW, "/develop")).isFalse();
      assertThat(alice.mayNode(Right.VIEW)).isTrue();
      assertThat(alice.mayNode(Right.UPDATE)).isFalse();
    }
    assertThat(admit("bearer  " + RSA.sign(claims("")))).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void whoIsNotSignedInIsToldBothWays() {
    var away = (Admission.TurnedAway) admit("Bearer x");

    assertThat(away.headers())
        .containsEntry(
            "WWW-Authenticate", "basic realm=\"Mesosphere\", Bearer realm=\"Mesosphere\"");
  }

  @Test
  void withoutPasswordsOnlyTokensAreAskedFor() {
    var config =
        "marathon.security.tokens { keys = \"%s\", issuer = i, audience = a }".formatted(keys);
    var settings = Settings.load(Optional.empty(), ConfigFactory.parseString(config)).security();
    guard = Guards.of(settings, Runnable::run, clock::nanos, clock);

    assertThat(((Admission.TurnedAway) admit("Basic eDp5")).headers())
        .containsEntry("WWW-Authenticate", "Bearer realm=\"Mesosphere\"");
  }

  @Test
  void aTokenWithoutTheNameOfItsKeyIsTakenWhileOneKeyFits() throws IOException {
    var nameless = EC.sign("{\"alg\":\"ES256\"}", claims(""));
    identity(nameless);

    Files.writeString(keys, new Issuer(RSA, EC, Signer.ec("second")).keys());
    guard.reload().run();
    refused("two keys fit", nameless);
    identity(EC.sign(claims("")));
  }

  @Test
  void groupsOfTheTokenGetTheirRightsFromTheUsersFile() throws IOException {
    var bob = identity(RSA.sign(claims(",\"sub\":\"bob|1 (x)\",\"groups\":[\"/ops team\",\"x\"]")));
    assertThat(bob.who()).isEqualTo("bob|1 (x)");
    assertThat(bob.may(Right.VIEW, "/prod/x")).isTrue();
    assertThat(bob.may(Right.VIEW, "/dev/x")).isFalse();
    assertThat(identity(RSA.sign(claims(",\"groups\":\"/ops team\""))).may(Right.VIEW, "/prod"))
        .isTrue();
    assertThat(identity(RSA.sign(claims(",\"groups\":[]"))).may(Right.VIEW, "/prod")).isFalse();

    Files.writeString(users, "@/ops team:*:/test=view\n");
    guard.reload().run();
    assertThat(bob.may(Right.VIEW, "/prod/x")).isFalse();
    assertThat(bob.may(Right.VIEW, "/test/x")).isTrue();
  }

  @Test
  void aGroupIsNoUserAndAUserNoGroup() {
    assertThat(identity(RSA.sign(claims(",\"sub\":\"@/ops team\""))).may(Right.VIEW, "/prod"))
        .isFalse();
    assertThat(
            identity(RSA.sign(claims(",\"sub\":\"bob\",\"groups\":[\"alice\"]")))
                .may(Right.VIEW, "/dev"))
        .isFalse();
  }

  @Test
  void rightsInTheTokenCountOnlyIfTheOperatorSaysSo() {
    var token = RSA.sign(claims(",\"sub\":\"bob\",\"rights\":[\"/test=view\",\"/t2=all\"]"));
    assertThat(identity(token).may(Right.VIEW, "/test")).isFalse();

    guard = guard("rights-claim = rights");
    assertThat(identity(token).may(Right.VIEW, "/test")).isTrue();
    assertThat(identity(token).may(Right.DELETE, "/t2/x")).isTrue();
    assertThat(identity(token).may(Right.DELETE, "/test")).isFalse();
    assertThat(identity(RSA.sign(claims(",\"rights\":\"/a=view /b=view\""))).may(Right.VIEW, "/b"))
        .isTrue();
    refused("no rights", RSA.sign(claims(",\"rights\":\"everything\"")));
    refused("no list of texts", RSA.sign(claims(",\"rights\":[1]")));
  }

  @Test
  void claimsAreChecked() {
    long now = clock.instant().getEpochSecond();
    var whole = "\"iss\":\"https://issuer\",\"aud\":\"marathon\",\"sub\":\"alice\"";
    identity(RSA.sign("{%s,\"exp\":%d}".formatted(whole, now - 20)));
    identity(RSA.sign(claims(",\"nbf\":" + (now + 20))));
    identity(RSA.sign(claims(",\"aud\":[\"other\",\"marathon\"]")));
    for (var wrong :
        List.of(
            "{" + whole + "}",
            "{%1$s,\"exp\":%2$d,\"exp\":%2$d}".formatted(whole, now + 60),
            "{%s,\"exp\":%d}".formatted(whole, now - 40),
            "{%s,\"exp\":\"%d\"}".formatted(whole, now + 60),
            "{%s,\"exp\":-1}".formatted(whole),
            "{%s,\"exp\":null}".formatted(whole),
            "{%s,\"exp\":{}}".formatted(whole),
            claims(",\"nbf\":" + (now + 40)),
            claims(",\"iss\":\"https://issuer.evil\""),
            claims(",\"iss\":[\"https://issuer\"]"),
            claims(",\"iss\":null"),
            claims(",\"aud\":\"marathon2\""),
            claims(",\"aud\":[]"),
            claims(",\"aud\":null"),
            claims(",\"sub\":\"\""),
            claims(",\"sub\":null"),
            claims(",\"sub\":7"),
            claims(",\"sub\":[\"alice\"]"),
            claims(",\"sub\":\"a\\nb\""),
            claims(",\"sub\":\"a\\u0000\""),
            claims(",\"sub\":\"" + "a".repeat(129) + "\""),
            claims(",\"groups\":{\"a\":1}"),
            claims(",\"groups\":[7]"))) {
      refused(wrong, RSA.sign(wrong));
    }
  }

  @Test
  void anEndThatIsFarAwayIsNoOverflow() {
    for (var far : List.of("9223372036854775807", "1e300", "253402300800000")) {
      var answer = admit("Bearer " + RSA.sign(claims(",\"exp\":" + far)));
      assertThat(answer).as(far).isInstanceOf(Admission.TurnedAway.class);
    }
  }

  @Test
  void signaturesThatProveNothingAreRefused() throws GeneralSecurityException {
    var good = RSA.sign(claims(""));
    var parts = good.split("\\.");
    var body = Issuer.part(claims(",\"sub\":\"admin\""));
    refused("another body", parts[0] + "." + body + "." + parts[2]);
    refused("no signature", parts[0] + "." + parts[1] + ".");
    refused("two parts", parts[0] + "." + parts[1]);
    refused("a stranger's key", STRANGER.sign(claims("")));
    for (var none : List.of("none", "None", "NONE", "nOnE", "")) {
      refused("alg none", Issuer.part("{\"alg\":\"" + none + "\"}") + "." + body + ".");
      refused(
          "alg none with a key's name",
          Issuer.part("{\"alg\":\"" + none + "\",\"kid\":\"rsa\"}") + "." + body + "." + parts[2]);
    }
    for (var secret :
        List.of(
            RSA.pair().getPublic().getEncoded(),
            RSA.jwk().getBytes(StandardCharsets.UTF_8),
            ("-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(RSA.pair().getPublic().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.UTF_8))) {
      refused("the public key as a secret", hmac(secret, "rsa", body));
    }
    refused("kind of another key", RSA.sign("{\"alg\":\"ES256\",\"kid\":\"ec\"}", claims("")));
    refused("kind of another key", EC.sign("{\"alg\":\"RS256\",\"kid\":\"ec\"}", claims("")));
    refused("another algorithm", RSA.sign("{\"alg\":\"PS256\",\"kid\":\"rsa\"}", claims("")));
    refused("no algorithm", RSA.sign("{\"kid\":\"rsa\"}", claims("")));
    var zeros = BASE64.encodeToString(new byte[64]);
    refused(
        "a signature of zeros",
        Issuer.part("{\"alg\":\"ES256\",\"kid\":\"ec\"}") + "." + body + "." + zeros);
  }

  @Test
  void keysThatATokenBringsAlongDoNotCount() {
    var jwk = STRANGER.jwk();
    for (var header :
        List.of(
            "{\"alg\":\"RS256\",\"jwk\":" + jwk + "}",
            "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"jwk\":" + jwk + "}",
            "{\"alg\":\"RS256\",\"jku\":\"http://127.0.0.1:1/keys\"}",
            "{\"alg\":\"RS256\",\"x5u\":\"http://127.0.0.1:1/chain\"}",
            "{\"alg\":\"RS256\",\"kid\":\"../../../../dev/null\"}",
            "{\"alg\":\"RS256\",\"kid\":\"' OR 1=1\"}",
            "{\"alg\":\"RS256\",\"kid\":7}",
            "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"kid\":\"ec\"}")) {
      refused(header, STRANGER.sign(header, claims("")));
    }
    refused(
        "an extension that must be understood",
        RSA.sign(
            "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[\"b64\"],\"b64\":false}", claims("")));
  }

  @Test
  void whatIsNoTokenIsRefusedQuickly() {
    var deep = "[".repeat(5_000);
    for (var text :
        List.of(
            ".",
            "..",
            "...",
            "....",
            "a.b.c",
            "%00.%00.%00",
            "\u00e4.\u00f6.\u00fc",
            Issuer.part("{}") + "." + Issuer.part("{}") + ".",
            Issuer.part(deep) + "." + Issuer.part(deep) + ".x",
            Issuer.part("{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"zip\":\"DEF\"}") + "..a.b.c",
            Issuer.part("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}") + ".a.a.b.c",
            Issuer.part(
                    "{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647,\"p2s\":\"a\","
                        + "\"enc\":\"A128GCM\"}")
                + ".a.a.b.c",
            RSA.sign(deep),
            RSA.sign("null"),
            RSA.sign("[]"),
            RSA.sign("{\"a\":" + deep),
            RSA.sign("\"" + RSA.sign(claims("")) + "\""))) {
      refused(text, text);
    }
  }

  /** What is signed by the issuer and then damaged is refused, and nothing else happens. */
  @Test
  void noChangedByteIsOverlooked() {
    var random = new Random(1);
    var good = ED.sign(claims(""));
    for (int i = 0; i < 500; i++) {
      var bytes = good.getBytes(StandardCharsets.US_ASCII);
      int at = random.nextInt(bytes.length - 1);
      byte other = (byte) "abcXYZ019_-.=".charAt(random.nextInt(13));
      if (bytes[at] != other) {
        bytes[at] = other;
        refused("byte " + at, new String(bytes, StandardCharsets.US_ASCII));
      }
    }
  }

  @Test
  void openStreamsEndWithTheTokenAndWithItsKey() throws IOException {
    var token = RSA.sign(claims(""));
    var alice = identity(token);
    clock.advance(Duration.ofMinutes(59));
    assertThat(alice.may(Right.VIEW, "/dev")).isTrue();
    clock.advance(Duration.ofMinutes(2));
    assertThat(alice.may(Right.VIEW, "/dev")).isFalse();
    assertThat(alice.mayNode(Right.VIEW)).isFalse();
    refused("expired", token);

    var second = RSA.sign(claims(""));
    var again = identity(second);
    Files.writeString(keys, new Issuer(EC).keys());
    guard.reload().run();
    assertThat(again.may(Right.VIEW, "/dev")).isFalse();
    refused("key withdrawn", second);
  }

  @Test
  void keysThatCannotBeUsedAreAMistakeWithASentence() {
    unusable("", "is no set of keys");
    unusable("[]", "is no set of keys");
    unusable("{}", "is no set of keys");
    unusable("{\"keys\":[]}", "has 0 public keys that sign");
    unusable("{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}", "has 0 public keys that sign");
    unusable(
        "{\"keys\":[" + RSA.jwk().replace("\"sig\"", "\"enc\"") + "]}",
        "has 0 public keys that sign");
    unusable(
        new Issuer(Collections.nCopies(101, EC).toArray(Signer[]::new)).keys(),
        "has 101 public keys that sign");
    unusable(" ".repeat(KeySet.MAX_BYTES + 1), "is larger than");
  }

  private void unusable(String content, String message) {
    assertThatThrownBy(() -> KeySet.parse("k", content.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(message);
  }

  @Test
  void aKeyThatIsTooShortProvesNothing() throws IOException {
    var small = Signer.rsa("small", 1024);
    Files.writeString(keys, new Issuer(small).keys());
    guard.reload().run();
    refused("1024 bits", small.sign(claims("")));
  }

  private static String hmac(byte[] secret, String kid, String body)
      throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    var signed = Issuer.part("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}") + "." + body;
    return signed
        + "."
        + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }
}
