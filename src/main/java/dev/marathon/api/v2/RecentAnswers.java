package dev.marathon.api.v2;

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
 * same question of a reader with the same rights has the same answer. Each answer has an {@code
 * ETag}, and a reader who has that answer gets 304. That of an answer too large to be kept is the
 * overview's, that of others is of their content, so that they stay the same while others change.
 *
 * <p>Only for answers that depend on nothing but the overview: not on the time.
 */
final class RecentAnswers {

  /** Answers that are remembered, the latest used. */
  private static final int MOST = 8;

  /** Larger ones are encoded each time. */
  private static final int LARGEST = Responses.AT_ONCE;

  private record Question(String uri, Identity reader, Optional<MediaType> kind) {}

  /**
   * @param response unless it is too large
   */
  private record Remembered(
      WeakReference<Overview> overview, Optional<HttpResponse> response, String tag) {}

  /** Tells the tags of this process from those of others. */
  private final String process = UUID.randomUUID().toString();

  private final AtomicLong large = new AtomicLong();

  private final Map<Question, Remembered> answers =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Remembered> eldest) {
          return size() > MOST;
        }
      };

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
    var body = small(fresh);
    var tag = body.map(RecentAnswers::tag).orElseGet(this::largeTag);
    var tagged = fresh.addHeader(header(tag));
    synchronized (answers) {
      answers.put(
          question, new Remembered(new WeakReference<>(overview), body.map(kept -> tagged), tag));
    }
    return has(call, tag) ? unchanged(tag) : tagged;
  }

  private Optional<Remembered> last(Question question, Overview overview) {
    synchronized (answers) {
      return Optional.ofNullable(answers.get(question))
          .filter(answer -> answer.overview.refersTo(overview));
    }
  }

  private static Optional<ByteString> small(HttpResponse response) {
    return response.entity() instanceof HttpEntity.Strict strict
            && strict.getData().length() <= LARGEST
        ? Optional.of(strict.getData())
        : Optional.empty();
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
