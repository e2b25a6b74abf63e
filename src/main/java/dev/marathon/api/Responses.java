package dev.marathon.api;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Builds answers. */
public final class Responses {

  /** Items of a list that are encoded together. */
  private static final int PART = 100;

  /** Bytes of a list that are sent at once; what comes beyond is encoded while it is sent. */
  public static final int AT_ONCE = 4 << 20;

  /** The same of what is {@link Encoded} and kept. */
  public static final int ENCODED_AT_ONCE = 16 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE).build();
  private static final ObjectWriter ITEMS = MAPPER.writer().withRootValueSeparator(",");

  private Responses() {}

  public static HttpResponse json(int status, JsonNode body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, encode(body)));
  }

  public static HttpResponse ok(JsonNode body) {
    return json(200, body);
  }

  public static HttpResponse text(int status, String body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, body));
  }

  public static HttpResponse empty(int status) {
    return HttpResponse.create().withStatus(StatusCodes.get(status)).withEntity(HttpEntities.EMPTY);
  }

  /**
   * A JSON array. A long one is encoded while it is sent, so that a list of 10,000 apps never is in
   * memory as a whole, unless it is made of what is kept there anyway.
   *
   * @param before what comes before the array, for example <code>{"apps":</code>
   * @param write gives a missing node for an item that is left out
   * @param after what comes after it
   */
  public static <T> HttpResponse list(
      String before, List<T> items, Function<T, JsonNode> write, String after) {
    var body = new Pieces();
    body.add(utf8(before + "["), false);
    int done = 0;
    boolean begins = true;
    while (done < items.size() && body.own() < AT_ONCE && body.shared() < ENCODED_AT_ONCE) {
      int end = Math.min(items.size(), done + PART);
      var part = pieces(items.subList(done, end), write);
      if (!part.isEmpty()) {
        if (!begins) {
          body.add(Pieces.COMMA, true);
        }
        body.add(part);
        begins = false;
      }
      done = end;
    }
    var end = utf8("]" + after);
    if (done == items.size()) {
      body.add(end, false);
      return HttpResponse.create()
          .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body.bytes()));
    }
    Iterator<List<T>> rest = parts(items.subList(done, items.size())).iterator();
    Source<ByteString, ?> source =
        Source.single(body.bytes())
            .concat(
                Source.fromIterator(() -> rest)
                    .map(part -> items(part, write))
                    .filter(part -> !part.isEmpty())
                    .map(Pieces.COMMA::concat))
            .concat(Source.single(end));
    return HttpResponse.create()
        .withEntity(HttpEntities.createChunked(ContentTypes.APPLICATION_JSON, source));
  }

  private static <T> List<List<T>> parts(List<T> items) {
    var parts = new ArrayList<List<T>>();
    for (int from = 0; from < items.size(); from += PART) {
      parts.add(items.subList(from, Math.min(items.size(), from + PART)));
    }
    return parts;
  }

  /** Items of an array, with what is between them. */
  public static <T> ByteString items(List<T> items, Function<T, JsonNode> write) {
    return pieces(items, write).bytes();
  }

  private static <T> Pieces pieces(List<T> items, Function<T, JsonNode> write) {
    var pieces = new Pieces();
    try (var values = ITEMS.writeValues(pieces)) {
      for (T item : items) {
        var json = write.apply(item);
        if (!json.isMissingNode()) {
          values.write(json);
        }
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("a JSON tree that cannot be written", impossible);
    }
    return pieces;
  }

  static ByteString utf8(String text) {
    return ByteString.fromArrayUnsafe(text.getBytes(StandardCharsets.UTF_8));
  }

  public static ByteString encode(JsonNode json) {
    var pieces = new Pieces();
    try {
      MAPPER.writeValue(pieces, json);
    } catch (IOException impossible) {
      throw new IllegalStateException("a JSON tree that cannot be written", impossible);
    }
    return pieces.bytes();
  }
}
