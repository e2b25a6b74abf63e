package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules of the web interface that import nothing, each for itself: without a node, and in a time of its own. */
class UiModulesIT {

  /** Timers that a script starts by hand, on a clock that it turns. */
  private static final String CLOCK =
      """
      let time = 0;
      const timers = [];
      const performance = { now: () => time };
      const setTimeout = (run, ms) => { timers.push({ run, ms }); return timers.at(-1); };
      const clearTimeout = (timer) => { if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1); };
      """;

  @TempDir static Path directory;

  private static Chromium browser;
  private static Page page;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
    browser = Chromium.start(directory);
    page = browser.page();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  /** Runs a module and a script after it. */
  private static JsonNode run(String module, String script) throws IOException {
    try (var file = UiModulesIT.class.getResourceAsStream("/ui/" + module)) {
      var source = new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^export ", "");
      return page.eval("(async () => {" + CLOCK + source + script + "})()");
    }
  }

  /** Runs a script after {@code paced.js}: {@code next} runs what waits, {@code waits} is how long it did. */
  private static JsonNode paced(String script) throws IOException {
    return run(
        "lib/paced.js",
        """
        const waits = [];
        const next = async () => {
          const { run, ms } = timers.shift();
          waits.push(ms);
          await run();
        };
        """
            + script);
  }

  @Test
  void whatIsReadAgainRestsInBetweenUnlessItCannotWait() throws IOException {
    var waits =
        paced(
            """
            let finish;
            const reading = paced(() => new Promise((resolve) => { finish = resolve; }));
            const read = async (took, meanwhile) => {
              waits.push(timers.map((timer) => timer.ms));
              const ended = timers.shift().run();
              time += took;
              meanwhile();
              finish();
              await ended;
            };
            reading.want();
            reading.want();
            await read(1000, reading.want);
            waits.push(timers.map((timer) => timer.ms));
            reading.now(); // instead of what waits
            await read(1000, reading.now); // what is read at the moment may be old already
            await read(10, reading.want);
            await read(10, () => {});
            time += 50;
            reading.want();
            await read(10, () => {});
            time += 70;
            reading.want();
            await read(10, reading.stop);
            reading.want();
            waits.push(timers.length);
            return waits;
            """);
    assertThat(waits).hasToString("[[0],[2000],[0],[0],[60],[10],[0],0]");
  }

  @Test
  void whatFailsIsTriedLessAndLessOften() throws IOException {
    var waits =
        paced(
            """
            let fails = true;
            const told = [];
            const reading = paced(async () => { if (fails) throw 'no'; }, (failure) => told.push(failure));
            reading.want();
            for (let i = 0; i < 8; i++) {
              if (i === 6) fails = false;
              await next();
              if (i === 6) reading.want();
            }
            return [waits, told];
            """);
    assertThat(waits)
        .hasToString(
            "[[0,600,1200,2400,4800,9600,10000,60],[\"no\",\"no\",\"no\",\"no\",\"no\",\"no\",null,null]]");
  }

  @Test
  void whatSaysHowLongItRestsIsBelieved() throws IOException {
    var waits =
        paced(
            """
            const reading = paced(async () => { time += 1000; reading.want(); return 0; });
            reading.want();
            await next();
            await next();
            return waits;
            """);
    assertThat(waits).hasToString("[0,0]");
  }

  @Test
  void eventsAreKeptAsLongAsThereIsRoom() throws IOException {
    var kept =
        run(
            "live/kept.js",
            """
            const newest = kept();
            const event = (id, size) => ({ id, size });
            newest.add([event(3, 1), event(4, 1)]);
            newest.addOlder([event(2, 1), event(3, 1)]);
            const ids = newest.events.map((one) => one.id);
            for (let id = 5; id <= 7000; id++) newest.add([event(id, 1)]);
            const many = [newest.events.length, newest.events.at(-1).id];
            for (let id = 7001; id <= 7020; id++) newest.add([event(id, 1_000_000)]);
            return [ids, many, newest.events.map((one) => one.id)];
            """);
    assertThat(kept.get(0)).hasToString("[2,3,4]");
    assertThat(kept.get(1).get(0).asInt()).isBetween(3000, 6000);
    assertThat(kept.get(1).get(1).asInt()).isEqualTo(7000);
    assertThat(kept.get(2)).hasSizeBetween(4, 8);
    assertThat(kept.get(2).get(kept.get(2).size() - 1).asInt()).isEqualTo(7020);
  }

  @Test
  void namesThatAreSeenTogetherDifferInColourAsFarAsThereAreColours() throws IOException {
    var hues =
        run(
            "lib/hue.js",
            """
            const names = ['/ops/cron', '/shop/cart', '/a', '/b', '/c', '/d', '/e', '/f'];
            const times = (hues) => Math.max(...[...hues.values()].map((hue) => [...hues.values()].filter((one) => one === hue).length));
            return [times(huesOf(names)), times(huesOf([...names, '/g'])),
              JSON.stringify([...huesOf(names)]) === JSON.stringify([...huesOf(names.reverse())]),
              huesOf(['/shop/cart']).get('/shop/cart') === hueOf('/shop/cart')];
            """);
    assertThat(hues).hasToString("[1,2,true,true]");
  }

  @Test
  void eventsAreWholeHoweverTheStreamIsCut() throws IOException {
    var chunks =
        run(
            "live/sse.js",
            """
            const bytes = new TextEncoder().encode('\\r\\nevent: a\\r\\nid: 7\\r\\ndata: {"x":"\u00fc"}\\r\\n\\r\\n\\r\\ndata: {}\\n\\n');
            const seen = [];
            for (let cut = 1; cut < bytes.length; cut++) {
              const parts = [bytes.slice(0, cut), bytes.slice(cut)];
              const body = new ReadableStream({ pull: (to) => parts.length ? to.enqueue(parts.shift()) : to.close() });
              const events = [];
              await consume(new Response(body), (chunk) => events.push(...chunk));
              seen.push(JSON.stringify(events));
            }
            return [...new Set(seen)].map(JSON.parse);
            """);
    assertThat(chunks)
        .hasToString(
            "[[{\"id\":\"7\",\"type\":\"a\",\"data\":\"{\\\"x\\\":\\\"ü\\\"}\"},{\"id\":null,\"type\":\"message\",\"data\":\"{}\"}]]");
  }
}
