package dev.marathon.api;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.MediaTypes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** Reads request bodies as JSON, within limits. */
public final class JsonBody {

  /** Most bytes of a request body. */
  public static final int MAX_BYTES = 8 << 20;

  /** Deepest nesting of objects and arrays. */
  public static final int MAX_DEPTH = 64;

  /** Most characters of one text or number in a body. */
  private static final int MAX_NUMBER = 100;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER)
                          .maxStringLength(MAX_BYTES)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /**
   * Whether a body of this type may be JSON. Forms and plain text, which a foreign web page may
   * send without asking, are not.
   */
  static boolean accepts(Optional<ContentType> type) {
    return type.map(ContentType::mediaType)
        .map(
            media ->
                media.equals(MediaTypes.APPLICATION_JSON)
                    || media.subType().endsWith("+json") && media.isApplication())
        .orElse(true);
  }

  static ApiError tooLarge() {
    return ApiError.of(413, "the request body is larger than the limit of " + MAX_BYTES + " bytes");
  }

  /**
   * @throws Refused 400 if it is not JSON or nested too deeply
   */
  static JsonNode parse(byte[] body) {
    if (blank(body)) {
      throw ApiError.unreadable(
              "Please specify data in JSON format", "No content to map due to end-of-input")
          .refused();
    }
    try (JsonParser parser = MAPPER.createParser(body)) {
      JsonNode json = MAPPER.readTree(parser);
      if (parser.nextToken() != null) {
        throw unreadable("there is more after the end of the JSON value", parser.currentLocation());
      }
      return json;
    } catch (StreamConstraintsException limit) {
      throw ApiError.unreadable("Invalid JSON", limit(limit.getOriginalMessage())).refused();
    } catch (JsonProcessingException invalid) {
      throw unreadable(invalid.getOriginalMessage(), invalid.getLocation());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String limit(String message) {
    return message.contains("nesting depth")
        ? "nested more than " + MAX_DEPTH + " levels deep"
        : message;
  }

  private static Refused unreadable(String message, JsonLocation at) {
    String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    // The parser tells of its own settings where it would quote the body.
    String plain = message.replaceAll("\\[Source: [^;]*; ([^\\]]*)]", "$1");
    return ApiError.unreadable("Invalid JSON", plain + place).refused();
  }

  private static boolean blank(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }
}
