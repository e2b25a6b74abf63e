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
import java.util.function.Supplier;

/**
 * Lists as they were encoded last. An overview is immutable, so as long as it is the same one, the
 * same question of a reader with the same rights has the same answer. Each answer has an {@code
 * ETag} of its content, and a reader who has that answer gets 304.
 *
 * <p>Only for answers that depend on nothing but the overview: not on the time.
 */
final class RecentAnswers {

  /** Answers that are remembered, the latest used. */
  private static final int MOST = 8;

  /** Larger ones are encoded each time. */
  private static final int LARGEST = Responses.AT_ONCE;

  private record Question(String uri, Identity reader, Optional<MediaType> kind) {}

  private record Remembered(WeakReference<Overview> overview, HttpResponse response, String tag) {}

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
    Remembered last;
    synchronized (answers) {
      last = answers.get(question);
    }
    if (last != null && last.overview.refersTo(overview)) {
      return response(call, last);
    }
    var fresh = encode.get();
    if (!(fresh.entity() instanceof HttpEntity.Strict strict)
        || strict.getData().length() > LARGEST) {
      return fresh;
    }
    var tag = tag(strict.getData());
    var now =
        new Remembered(
            new WeakReference<>(overview), fresh.addHeader(RawHeader.create("ETag", tag)), tag);
    synchronized (answers) {
      answers.put(question, now);
    }
    return response(call, now);
  }

  private static HttpResponse response(Call call, Remembered answer) {
    boolean known =
        call.header("If-None-Match")
            .map(
                tags ->
                    Arrays.stream(tags.split(",", -1))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(answer.tag)))
            .orElse(false);
    return known
        ? Responses.empty(304).addHeader(RawHeader.create("ETag", answer.tag))
        : answer.response;
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
