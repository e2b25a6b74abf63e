package dev.marathon.security;

import dev.marathon.config.TokenSettings;
import java.security.Key;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.lang.UnresolvableKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bearer tokens (RFC 6750) that are JWT signed by a key of the issuer (RFC 7519, RFC 8725).
 *
 * <p>Only signatures by a private key are taken, and only if the key is one of the issuer's set;
 * keys or addresses of keys inside a token are not looked at. It must say whom it is for, by whom
 * it is, whose it is and until when it holds.
 */
final class Tokens implements Scheme {

  /** Even {@code none} and those with a shared secret are algorithms to the format. */
  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          "RS256",
          "RS384",
          "RS512",
          "PS256",
          "PS384",
          "PS512",
          "ES256",
          "ES384",
          "ES512",
          "EdDSA");

  /** At most as long as a password is remembered, so that forgotten tokens leave the memory. */
  private static final Duration VALID = Duration.ofMinutes(15);

  /** Latest end, in seconds since 1970; beyond that times cannot be reckoned with. */
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,128}");
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

  private final TokenSettings settings;
  private final IssuerKeys keys;
  private final Supplier<UsersFile> users;
  private final InstantSource clock;

  Tokens(TokenSettings settings, IssuerKeys keys, Supplier<UsersFile> users, InstantSource clock) {
    this.settings = settings;
    this.keys = keys;
    this.users = users;
    this.clock = clock;
  }

  @Override
  public Optional<Proven> identify(String credentials) {
    try {
      return Optional.of(proven(parsed(credentials.strip())));
    } catch (InvalidJwtException refused) {
      LOG.info("token refused: {}", reason(refused));
    } catch (MalformedClaimException | IllegalArgumentException wrong) {
      LOG.info("token refused: a claim is not what it should be: {}", wrong.getMessage());
    }
    return Optional.empty();
  }

  private JwtContext parsed(String token) throws InvalidJwtException {
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(ALGORITHMS)
        .setVerificationKeyResolver((signature, around) -> key(signature))
        .setRequireExpirationTime()
        .setExpectedIssuer(settings.issuer())
        .setExpectedAudience(settings.audience())
        .setAllowedClockSkewInSeconds((int) settings.leeway().toSeconds())
        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
        .build()
        .process(token);
  }

  private Key key(JsonWebSignature signature) throws UnresolvableKeyException {
    var algorithm = signature.getAlgorithmHeaderValue();
    var name = signature.getKeyIdHeaderValue();
    return keys.current()
        .find(name, algorithm)
        .or(() -> keys.again().find(name, algorithm))
        .orElseThrow(() -> new UnresolvableKeyException("no key of the issuer fits"));
  }

  private Proven proven(JwtContext context) throws MalformedClaimException {
    var claims = context.getJwtClaims();
    var name = claims.getStringClaimValue(settings.userClaim());
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          settings.userClaim() + " must be a name of 1 to 128 characters");
    }
    long expires = claims.getExpirationTime().getValue();
    if (expires > LAST) {
      throw new IllegalArgumentException("exp is after the year 9999");
    }
    var ends = Instant.ofEpochSecond(expires).plus(settings.leeway());
    var key = (PublicKey) context.getJoseObjects().get(0).getKey();
    var grants = new TokenGrants(name, groups(claims), rights(claims), key, ends, this);
    var left = Duration.between(clock.instant(), ends);
    return new Proven(new Granted(name, grants), left.compareTo(VALID) < 0 ? left : VALID);
  }

  private List<String> groups(JwtClaims claims) throws MalformedClaimException {
    var claim = settings.groupsClaim();
    if (claim.isEmpty() || !claims.hasClaim(claim.get())) {
      return List.of();
    }
    return claims.isClaimValueString(claim.get())
        ? List.of(claims.getStringClaimValue(claim.get()))
        : List.copyOf(claims.getStringListClaimValue(claim.get()));
  }

  private Grants rights(JwtClaims claims) throws MalformedClaimException {
    var claim = settings.rightsClaim();
    if (claim.isEmpty() || !claims.hasClaim(claim.get())) {
      return Grants.nothing();
    }
    return Grants.parse(
        claims.isClaimValueString(claim.get())
            ? claims.getStringClaimValue(claim.get())
            : String.join(" ", claims.getStringListClaimValue(claim.get())));
  }

  KeySet keys() {
    return keys.current();
  }

  UsersFile users() {
    return users.get();
  }

  Instant now() {
    return clock.instant();
  }

  /** The library's own messages hold the claims. */
  private static String reason(InvalidJwtException refused) {
    for (var error : refused.getErrorDetails()) {
      switch (error.getErrorCode()) {
        case ErrorCodes.EXPIRED:
          return "it has expired";
        case ErrorCodes.NOT_YET_VALID:
          return "it is not valid yet";
        case ErrorCodes.ISSUER_INVALID, ErrorCodes.ISSUER_MISSING:
          return "it is of another issuer";
        case ErrorCodes.AUDIENCE_INVALID, ErrorCodes.AUDIENCE_MISSING:
          return "it is for another audience";
        case ErrorCodes.EXPIRATION_MISSING:
          return "it does not say until when it holds";
        case ErrorCodes.SIGNATURE_INVALID:
          return "its signature is wrong";
        default:
          break;
      }
    }
    return refused.getCause() instanceof UnresolvableKeyException
        ? "no key of the issuer fits"
        : "it is no JWT that is signed in a way we take";
  }

  @Override
  public String challenge(String realm) {
    return "Bearer realm=\"" + realm + "\"";
  }
}
