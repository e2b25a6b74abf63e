package dev.marathon.local.agent;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.ContentDisposition;
import akka.http.javadsl.model.headers.ContentDispositionTypes;
import akka.stream.javadsl.StreamConverters;
import dev.marathon.local.wire.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /files/browse}, {@code read}, {@code download} and {@code debug}, in the words of Mesos.
 * Blocks.
 */
final class FilesApi {

  /** Bytes that one read gives at most. */
  static final int MOST = 65536;

  private final SandboxFiles files;

  FilesApi(SandboxFiles files) {
    this.files = files;
  }

  HttpResponse browse(Map<String, String> query) {
    if (!query.containsKey("path")) {
      return refused("Expecting 'path=value' in query.\n");
    }
    var path = query.get("path");
    var place = files.find(path);
    if (place.isEmpty() || !place.get().directory()) {
      return missing();
    }
    try {
      var out = new JsonWriter().open('[');
      for (var file : files.list(place.get())) {
        write(out, path, file);
      }
      return Json.response(out.close(']').toString(), query);
    } catch (IOException gone) {
      return missing();
    }
  }

  private static void write(JsonWriter out, String directory, SandboxFiles.Listed file) {
    out.open('{');
    out.key("gid").text(file.group());
    out.key("mode").text(letters(file.mode()));
    out.key("mtime").number((double) file.seconds());
    out.key("nlink").number(file.links());
    out.key("path").text(below(directory, file.name()));
    out.key("size").number(file.size());
    out.key("uid").text(file.user());
    out.close('}');
  }

  static String below(String directory, String name) {
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }

  /** As {@code ls -l} shows it. */
  static String letters(int mode) {
    char type =
        switch (mode & 0170000) {
          case SandboxFiles.DIRECTORY -> 'd';
          case SandboxFiles.LINK -> 'l';
          case SandboxFiles.REGULAR -> '-';
          default -> 'p';
        };
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (var permission : PosixFilePermission.values()) {
      if ((mode & (0400 >> permission.ordinal())) != 0) {
        permissions.add(permission);
      }
    }
    return type + PosixFilePermissions.toString(permissions);
  }

  HttpResponse read(Map<String, String> query) {
    if (!query.containsKey("path")) {
      return refused("Expecting 'path=value' in query.\n");
    }
    long offset;
    long length;
    try {
      offset = number(query, "offset");
      length = number(query, "length");
    } catch (IllegalArgumentException e) {
      return refused(e.getMessage());
    }
    var place = files.find(query.get("path"));
    if (place.isEmpty()) {
      return missing();
    }
    if (place.get().directory()) {
      return refused("Cannot read a directory.\n");
    }
    try (var file = files.open(place.get())) {
      if (offset < 0) {
        return data("", file.size(), query);
      }
      int wanted = (int) (length < 0 ? MOST : Math.min(length, MOST));
      return data(text(SandboxFiles.read(file, offset, wanted)), offset, query);
    } catch (IOException gone) {
      return missing();
    }
  }

  private static HttpResponse data(String data, long offset, Map<String, String> query) {
    var out = new JsonWriter().open('{');
    out.key("data").text(data);
    out.key("offset").number(offset);
    return Json.response(out.close('}').toString(), query);
  }

  /** Absent means -1. */
  private static long number(Map<String, String> query, String name) {
    var text = Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    long value;
    try {
      value = text.map(Long::parseLong).orElse(-1L);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Failed to parse %s: Failed to convert '%s' to number.\n".formatted(name, text.get()), e);
    }
    if (value < -1) {
      throw new IllegalArgumentException("Negative %s provided: %d.\n".formatted(name, value));
    }
    return value;
  }

  /**
   * Bytes as text. A character that is cut off at the end is left for the next read, so that a
   * reader who goes on after the bytes he got sees every character whole.
   */
  static String text(byte[] bytes) {
    int end = bytes.length;
    int back = 0;
    while (back < 3 && back < end && (bytes[end - 1 - back] & 0xC0) == 0x80) {
      back++;
    }
    if (back < end) {
      int lead = bytes[end - 1 - back] & 0xFF;
      int needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
      if (needed > back && end - back > 1) {
        end -= back + 1;
      }
    }
    return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
  }

  HttpResponse download(Map<String, String> query) {
    if (!query.containsKey("path")) {
      return refused("Expecting 'path=value' in query.\n");
    }
    var place = files.find(query.get("path"));
    if (place.isEmpty()) {
      return AgentRoutes.notFound();
    }
    if (place.get().directory()) {
      return refused("Cannot download a directory.\n");
    }
    try {
      var file = files.open(place.get());
      // What is appended meanwhile would not fit the announced length.
      long size = file.size();
      InputStream in = Channels.newInputStream(file);
      return HttpResponse.create()
          .withEntity(
              HttpEntities.create(
                  ContentTypes.APPLICATION_OCTET_STREAM,
                  size,
                  StreamConverters.fromInputStream(() -> in)
                      .statefulMapConcat(() -> new UpTo(size)::apply)))
          .addHeader(
              ContentDisposition.create(
                  ContentDispositionTypes.ATTACHMENT,
                  Map.of("filename", place.get().path().getFileName().toString())));
    } catch (IOException gone) {
      return AgentRoutes.notFound();
    }
  }

  HttpResponse debug(Map<String, String> query) {
    var out = new JsonWriter().open('{');
    files.attached().forEach((path, where) -> out.key(path).text(where));
    return Json.response(out.close('}').toString(), query);
  }

  private static HttpResponse refused(String why) {
    return HttpResponse.create()
        .withStatus(StatusCodes.BAD_REQUEST)
        .withEntity(ContentTypes.TEXT_PLAIN_UTF8, why);
  }

  private static HttpResponse missing() {
    return HttpResponse.create()
        .withStatus(StatusCodes.NOT_FOUND)
        .withEntity(ContentTypes.TEXT_PLAIN_UTF8, "");
  }

  /** JSON answers, or a call of the function that the query names. */
  static final class Json {

    private Json() {}

    static HttpResponse response(String json, Map<String, String> query) {
      var function = query.getOrDefault("jsonp", "");
      if (!function.matches("[A-Za-z_$][A-Za-z0-9_$.]{0,99}")) {
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, json);
      }
      return HttpResponse.create()
          .withEntity(
              HttpEntities.create(
                  ContentTypes.parse("text/javascript"),
                  (function + "(" + json + ")").getBytes(StandardCharsets.UTF_8)));
    }
  }
}
