package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import dev.marathon.api.Call;
import dev.marathon.api.Responses;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity;
import java.lang.ref.WeakReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Lists as they were encoded last. An overview is immutable, so as long as it is the same one, the
 * same question of a reader with the same rights has the same answer; with the next one all are
 * forgotten. Each answer has an {@code ETag}, and a reader who has that answer gets 304. That of a
 * large answer is the overview's, that of others is of their content, so that they stay the same
 * while others change.
 *
 * <p>Only for answers that depend on nothing but the overview: not on the time.
 */
final class RecentAnswers {

  /** Answers that are remembered, the latest used. */
  private static final int MOST = 8;

  /** Bytes of all of them, also of what they only refer to. */
  private static final long MOST_BYTES = 32L << 20;

  private record Question(String uri, Identity reader, Optional<MediaType> kind) {}

  /**
   * @param response unless it is too large, or encoded while it is sent
   */
  private record Remembered(Optional<HttpResponse> response, long size, String tag) {}

  /** Tells the tags of this process from those of others. */
  private final String process = UUID.randomUUID().toString();

  private final AtomicLong large = new AtomicLong();
  private final Map<Question, Remembered> answers = new LinkedHashMap<>(MOST, 0.75f, true);
  private WeakReference<Overview> newest = new WeakReference<>(null);
  private long size;

  /**
   * @param encode makes the answer when it is not at hand
   */
  HttpResponse answer(Call call, Overview overview, Supplier<HttpResponse> encode) {
    var question =
        new Question(call.request().getUri().toString(), call.identity(), call.accepted());
    var last = last(question, overview);
    if (last.isPresent() && has(call, last.get().tag)) {
      return unchanged(last.get().tag);
    }
    if (last.isPresent() && last.get().response.isPresent()) {
      return last.get().response.get();
    }
    var fresh = encode.get();
    if (last.isPresent()) {
      return fresh.addHeader(header(last.get().tag));
    }
    var answer = remembered(fresh);
    keep(question, overview, answer);
    return has(call, answer.tag)
        ? unchanged(answer.tag)
        : answer.response.orElseGet(() -> fresh.addHeader(header(answer.tag)));
  }

  /** Small ones are put in one piece, large ones refer to what is kept of each app. */
  private Remembered remembered(HttpResponse fresh) {
    if (!(fresh.entity() instanceof HttpEntity.Strict strict)
        || strict.getData().length() > MOST_BYTES) {
      return new Remembered(Optional.empty(), 0, largeTag());
    }
    var body = strict.getData();
    boolean small = body.length() <= Responses.AT_ONCE;
    var kept = small ? body.compact() : body;
    var tag = small ? tag(kept) : largeTag();
    return new Remembered(
        Optional.of(
            fresh
                .withEntity(HttpEntities.create(strict.getContentType(), kept))
                .addHeader(header(tag))),
        kept.length(),
        tag);
  }

  private synchronized Optional<Remembered> last(Question question, Overview overview) {
    return newest.refersTo(overview)
        ? Optional.ofNullable(answers.get(question))
        : Optional.empty();
  }

  private synchronized void keep(Question question, Overview overview, Remembered answer) {
    if (!newest.refersTo(overview)) {
      answers.clear();
      size = 0;
      newest = new WeakReference<>(overview);
    }
    var before = answers.put(question, answer);
    size += answer.size - (before == null ? 0 : before.size);
    var eldest = answers.values().iterator();
    while (answers.size() > MOST || size > MOST_BYTES) {
      size -= eldest.next().size;
      eldest.remove();
    }
  }

  private static HttpResponse unchanged(String tag) {
    return Responses.empty(304).addHeader(header(tag));
  }

  private static RawHeader header(String tag) {
    return RawHeader.create("ETag", tag);
  }

  private String largeTag() {
    return "W/\"" + process + "-" + large.incrementAndGet() + "\"";
  }

  private static boolean has(Call call, String tag) {
    return call.header("If-None-Match")
        .map(
            tags ->
                Arrays.stream(tags.split(",", -1))
                    .map(String::strip)
                    .anyMatch(one -> one.equals("*") || one.equals(tag)))
        .orElse(false);
  }

  /** Weak, because the same content may be sent compressed or not. */
  private static String tag(ByteString body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(body.toArray());
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 16) + "\"";
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
