package dev.marathon.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A tab of a browser. Acts as a user does, by real pointer and key events on what can be seen, and
 * waits for what is to appear.
 */
final class Page implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Finds what a user would point at: visible, in the topmost dialog, by kind and exact text. */
  private static final String FIND =
      """
      const shown = (e) => e.checkVisibility() && e.getClientRects().length > 0;
      const root = () => [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
      const name = (e) => (e.getAttribute('aria-label') ?? e.innerText ?? '').trim().split('\\n')[0];
      const one = (css, text) => [...root().querySelectorAll(css)].find((e) => shown(e) && (text === null || name(e) === text));
      const field = (label) => {
        const found = [...root().querySelectorAll('label')].find((l) => shown(l) && (l.querySelector('span') ?? l).innerText.trim() === label);
        return found ? (found.control ?? found.querySelector('input')) : one('input, textarea', label);
      };
      """;

  private static final Map<String, Integer> KEY_CODES =
      Map.of("Enter", 13, "Escape", 27, "Tab", 9, "ArrowUp", 38, "ArrowDown", 40, "/", 191, "?", 191);

  /** More than there are places on a page. */
  private static final int MAX_TABS = 200;

  /** What has the focus: its name, and whether a user can see that it has it. */
  private static final String FOCUSED =
      """
      (() => {
        const e = document.activeElement;
        if (e === document.body) return { name: '', seen: false };
        const ringed = (one) => getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 1;
        const seen = [e, ...(e.labels ?? [])].some((one) => ringed(one) && getComputedStyle(one).opacity === '1');
        return { name: e.labels?.length && !e.hasAttribute('aria-label') ? name(e.labels[0]) : name(e), seen };
      })()""";

  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  /** URLs of all requests of the tab. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** What went wrong in scripts, and what the security policy stopped. */
  final List<String> problems = new CopyOnWriteArrayList<>();

  Page(HttpClient client, URI devTools) {
    socket = client.newWebSocketBuilder().buildAsync(devTools, new Listener()).join();
    call("Page.enable");
    call("Runtime.enable");
    call("Network.enable");
    call("Log.enable");
    // A tab that is not in front is not drawn.
    send("Emulation.setFocusEmulationEnabled", JSON.createObjectNode().put("enabled", true));
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException notJson) {
      throw new UncheckedIOException(json, notJson);
    }
  }

  // What the user does.

  Page open(String url) {
    // Another address first: a change of the fragment alone would not load the page.
    call("Page.navigate", "url", "about:blank");
    call("Page.navigate", "url", url);
    return sees("document.readyState === 'complete' && location.href !== 'about:blank'");
  }

  /** Clicks on what has exactly this text or label: a button, a link, an entry of a menu. */
  Page click(String text) {
    return clickOn("one('button, a, [role=menuitem], summary, label', " + quoted(text) + ")");
  }

  /**
   * @param found script for the element
   */
  Page clickOn(String found) {
    var place = reach(found);
    for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      var event = JSON.createObjectNode().put("type", type).put("clickCount", 1);
      event.put("x", place.path("x").asDouble()).put("y", place.path("y").asDouble());
      send("Input.dispatchMouseEvent", type.equals("mouseMoved") ? event : event.put("button", "left"));
    }
    return this;
  }

  /** Types over what is in a field. */
  Page fill(String label, String text) {
    clickOn("field(" + quoted(label) + ")");
    eval("document.activeElement.select()");
    send("Input.insertText", JSON.createObjectNode().put("text", text));
    return this;
  }

  Page press(String key) {
    return press(key, 0);
  }

  /** With the control key held down. */
  Page control(String key) {
    return press(key, 2);
  }

  private Page press(String key, int modifiers) {
    for (String type : List.of("keyDown", "keyUp")) {
      var event = JSON.createObjectNode().put("type", type).put("key", key).put("modifiers", modifiers);
      event.put("windowsVirtualKeyCode", KEY_CODES.getOrDefault(key, (int) key.toUpperCase(Locale.ROOT).charAt(0)));
      if (type.equals("keyDown") && modifiers == 0 && (key.length() == 1 || key.equals("Enter"))) {
        // What presses buttons and sends forms is the character.
        event.put("text", key.equals("Enter") ? "\r" : key);
      }
      send("Input.dispatchKeyEvent", event);
    }
    return this;
  }

  /** Types where the focus is, over what is there. */
  Page type(String text) {
    eval("document.activeElement.select()");
    send("Input.insertText", JSON.createObjectNode().put("text", text));
    return this;
  }

  /** Goes on by Tab to what has this name; wherever the focus comes by, it can be seen. */
  Page tabTo(String name) {
    var passed = new ArrayList<String>();
    while (passed.size() < MAX_TABS) {
      press("Tab");
      var focused = eval(FOCUSED);
      passed.add(focused.path("name").asText());
      boolean outside = focused.path("name").asText().isEmpty();
      if (!outside && !focused.path("seen").asBoolean()) {
        throw new AssertionError("the focus cannot be seen: " + passed);
      }
      if (focused.path("name").asText().equals(name)) {
        return this;
      }
    }
    throw new AssertionError("not reached by Tab: " + name + ", but " + passed);
  }

  /** Waits until what has this name has the focus. */
  Page focuses(String name) {
    return sees(FOCUSED + ".name === " + quoted(name));
  }

  // What the user sees.

  /** Waits for a text anywhere on the page. */
  Page shows(String text) {
    return sees("document.body?.innerText.includes(" + quoted(text) + ")");
  }

  Page showsNoMore(String text) {
    return sees("document.body && !document.body.innerText.includes(" + quoted(text) + ")");
  }

  /** Waits until an expression holds. */
  Page sees(String expression) {
    try {
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(30))
          .until(() -> eval(expression).asBoolean());
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(
          "not seen: " + expression + "\n" + problems + "\n" + text(), late);
    }
    return this;
  }

  String text() {
    return eval("document.body.innerText").asText();
  }

  /** Value of an expression, also of a promise. */
  JsonNode eval(String expression) {
    var parameters =
        JSON.createObjectNode()
            .put("expression", "(() => {" + FIND + "return (" + expression + ");})()")
            .put("awaitPromise", true)
            .put("returnByValue", true);
    var result = send("Runtime.evaluate", parameters);
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.at("/exceptionDetails/exception/description").asText());
    }
    return result.at("/result/value");
  }

  /** Runs a whole script, such as a library. */
  void run(String script) {
    send("Runtime.evaluate", JSON.createObjectNode().put("expression", script));
  }

  Page size(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    return this;
  }

  /** Lets the tab save files, there. */
  Page downloads(Path directory) {
    call("Page.setDownloadBehavior", "behavior", "allow", "downloadPath", directory.toString());
    return this;
  }

  Page theme(String theme) {
    var parameters = JSON.createObjectNode();
    parameters.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", theme);
    send("Emulation.setEmulatedMedia", parameters);
    return this;
  }

  void screenshot(Path file) {
    var image = call("Page.captureScreenshot").path("data").asText();
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(image));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Waits until an element can be pointed at, and says where: nothing may lie over it. */
  private JsonNode reach(String found) {
    var script =
        """
        (() => {
          const e = %s;
          if (!e || e.disabled) return null;
          e.scrollIntoView({ block: 'nearest', inline: 'nearest' });
          const box = e.getBoundingClientRect();
          const x = box.x + box.width / 2, y = box.y + box.height / 2;
          const top = document.elementFromPoint(x, y);
          return e.contains(top) || top?.contains(e) || e.labels?.[0]?.contains(top) ? { x, y } : null;
        })()"""
            .formatted(found);
    var before = new AtomicReference<JsonNode>();
    try {
      // Something that arrives moves what is below it: nobody clicks on what moves.
      return await("can be clicked: " + found)
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(30))
          .until(
              () -> eval(script),
              place -> place.isObject() && place.equals(before.getAndSet(place)));
    } catch (ConditionTimeoutException late) {
      throw new AssertionError("cannot be clicked: " + found + "\n" + problems + "\n" + text(), late);
    }
  }

  static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  // The protocol.

  private JsonNode call(String method, String... parameter) {
    var parameters = JSON.createObjectNode();
    for (int i = 0; i < parameter.length; i += 2) {
      parameters.put(parameter[i], parameter[i + 1]);
    }
    return send(method, parameters);
  }

  private JsonNode send(String method, ObjectNode parameters) {
    int id = calls.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    var message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    var unused = socket.sendText(message.toString(), true);
    var reply = answer.orTimeout(30, TimeUnit.SECONDS).join();
    if (reply.has("error")) {
      throw new AssertionError(method + ": " + reply.path("error"));
    }
    return reply.path("result");
  }

  private void take(JsonNode message) {
    var answer = waiting.remove(message.path("id").asInt());
    if (answer != null) {
      answer.complete(message);
      return;
    }
    var parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Network.requestWillBeSent" -> requests.add(parameters.at("/request/url").asText());
      case "Runtime.exceptionThrown" ->
          problems.add(parameters.at("/exceptionDetails/exception/description").asText());
      case "Log.entryAdded" -> {
        // Refusals of the API are answers, not problems.
        var entry = parameters.path("entry");
        if (entry.path("level").asText().equals("error") && !entry.path("source").asText().equals("network")) {
          problems.add(entry.path("text").asText());
        }
      }
      default -> {}
    }
  }

  /** Joins the parts of a message. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        take(parse(parts.toString()));
        parts.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() {
    call("Page.close");
    socket.abort();
  }
}
