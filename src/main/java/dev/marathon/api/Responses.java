package dev.marathon.api;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
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

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
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
   * memory as a whole.
   *
   * @param before what comes before the array, for example <code>{"apps":</code>
   * @param after what comes after it
   */
  public static <T> HttpResponse list(
      String before, List<T> items, Function<T, JsonNode> write, String after) {
    var body = utf8(before + "[");
    int done = 0;
    while (done < items.size() && body.length() < AT_ONCE) {
      int end = Math.min(items.size(), done + PART);
      body = body.concat(part(items.subList(done, end), done == 0, write));
      done = end;
    }
    var end = utf8("]" + after);
    if (done == items.size()) {
      return HttpResponse.create()
          .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body.concat(end)));
    }
    Iterator<List<T>> rest = parts(items.subList(done, items.size())).iterator();
    Source<ByteString, ?> source =
        Source.single(body)
            .concat(Source.fromIterator(() -> rest).map(part -> part(part, false, write)))
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

  /** Some items of a list, in one piece. */
  private static <T> ByteString part(List<T> items, boolean begins, Function<T, JsonNode> write) {
    var bytes = new ByteArrayOutputStream();
    try (var values = ITEMS.writeValues(bytes)) {
      if (!begins) {
        bytes.write(',');
      }
      for (T item : items) {
        values.write(write.apply(item));
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("a JSON tree that cannot be written", impossible);
    }
    return ByteString.fromArrayUnsafe(bytes.toByteArray());
  }

  static ByteString utf8(String text) {
    return ByteString.fromArrayUnsafe(text.getBytes(StandardCharsets.UTF_8));
  }

  public static ByteString encode(JsonNode json) {
    try {
      return ByteString.fromArrayUnsafe(MAPPER.writeValueAsBytes(json));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON tree that cannot be written", impossible);
    }
  }
}
