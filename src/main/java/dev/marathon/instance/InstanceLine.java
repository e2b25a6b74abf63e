package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Writes an instance as a line of fields with a space between, and reads it back. Texts and agents
 * are numbers of entries in dictionaries; numbers have base 36; an absent value is {@code -}.
 *
 * <p>Fields: uuid (base64 without padding), order, incarnation, condition, goal, version, role,
 * agent, ports (with commas), stagedAt (milliseconds since 1970), since and startedAt (milliseconds
 * after stagedAt), checks (three signs: by Marathon, by agent, ready), kill reason, addresses (with
 * commas). Fields are only ever added at the end.
 */
final class InstanceLine {

  private static final String ABSENT = "-";
  private static final String YES = "y";
  private static final String NO = "n";
  private static final int RADIX = 36;

  private final Dictionary<String> words;
  private final Dictionary<LedgerSnapshot.Agent> agents;

  /**
   * Thousands of instances have the same one, which takes longer to write and read than to find.
   */
  private final Map<Version, String> versions = new HashMap<>();

  private final Map<String, Version> parsed = new HashMap<>();

  InstanceLine() {
    this(List.of(), List.of());
  }

  InstanceLine(List<String> words, List<LedgerSnapshot.Agent> agents) {
    this.words = new Dictionary<>(words);
    this.agents = new Dictionary<>(agents);
  }

  List<String> words() {
    return List.copyOf(words.entries);
  }

  List<LedgerSnapshot.Agent> agents() {
    return List.copyOf(agents.entries);
  }

  String write(Instance instance) {
    var staged = instance.stagedAt();
    var checks = instance.checks();
    return String.join(
        " ",
        uuid(instance.id().uuid()),
        number(instance.order()),
        number(instance.incarnation()),
        word(instance.condition().name()),
        word(instance.goal().name()),
        version(instance.version()),
        word(instance.role()),
        agent(instance.placement()),
        list(instance.placement().ports(), port -> number(port)),
        number(staged.toEpochMilli()),
        after(staged, instance.since()),
        instance.startedAt().map(at -> after(staged, at)).orElse(ABSENT),
        sign(checks.byMarathon()) + sign(checks.byAgent()) + (checks.ready() ? YES : NO),
        instance.killReason().map(this::word).orElse(ABSENT),
        list(
            instance.addresses(), address -> word(address.protocol() + " " + address.ipAddress())));
  }

  Instance read(String line, AppId app, Version configVersion) {
    var fields = line.split(" ", -1);
    var staged = Instant.ofEpochMilli(number(fields[9]));
    return new Instance(
        new InstanceId(app.safe(), uuid(fields[0])),
        app,
        number(fields[1]),
        (int) number(fields[2]),
        Condition.valueOf(wordOf(fields[3])),
        Goal.valueOf(wordOf(fields[4])),
        versionOf(fields[5]),
        configVersion,
        wordOf(fields[6]),
        placement(fields[7], fields[8]),
        staged.plusMillis(number(fields[10])),
        staged,
        present(fields[11]).map(millis -> staged.plusMillis(number(millis))),
        new Checks(
            check(fields[12].charAt(0)),
            check(fields[12].charAt(1)),
            check(fields[12].charAt(2)).orElseThrow()),
        present(fields[13]).map(this::wordOf),
        list(fields[14], this::address));
  }

  private static String uuid(UUID id) {
    var bytes = ByteBuffer.allocate(16).putLong(id.getMostSignificantBits());
    bytes.putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static UUID uuid(String text) {
    var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private String agent(Placement placement) {
    return number(
        agents.number(
            new LedgerSnapshot.Agent(
                placement.agentId(),
                placement.host(),
                placement.region(),
                placement.zone(),
                placement.attributes())));
  }

  private Placement placement(String agentNumber, String ports) {
    var agent = agents.entries.get((int) number(agentNumber));
    return new Placement(
        agent.id(),
        agent.host(),
        list(ports, port -> (int) number(port)),
        agent.region(),
        agent.zone(),
        agent.attributes());
  }

  private Instance.IpAddress address(String word) {
    var parts = wordOf(word).split(" ", 2);
    return new Instance.IpAddress(parts[1], parts[0]);
  }

  private static String after(Instant start, Instant at) {
    return number(at.toEpochMilli() - start.toEpochMilli());
  }

  private static String sign(Optional<Boolean> check) {
    return check.map(passed -> passed ? YES : NO).orElse(ABSENT);
  }

  private static Optional<Boolean> check(char sign) {
    return sign == '-' ? Optional.empty() : Optional.of(sign == 'y');
  }

  private static <T> String list(List<T> items, Function<T, String> text) {
    if (items.size() < 2) {
      return items.isEmpty() ? ABSENT : text.apply(items.get(0));
    }
    var joined = new StringJoiner(",");
    items.forEach(item -> joined.add(text.apply(item)));
    return joined.toString();
  }

  private static <T> List<T> list(String field, Function<String, T> item) {
    if (field.equals(ABSENT)) {
      return List.of();
    }
    if (field.indexOf(',') < 0) {
      return List.of(item.apply(field));
    }
    return Stream.of(field.split(",")).map(item).toList();
  }

  private static Optional<String> present(String field) {
    return field.equals(ABSENT) ? Optional.empty() : Optional.of(field);
  }

  private String version(Version version) {
    return versions.computeIfAbsent(version, added -> word(added.toString()));
  }

  private Version versionOf(String field) {
    return parsed.computeIfAbsent(field, added -> Version.parse(wordOf(added)));
  }

  private String word(String text) {
    return number(words.number(text));
  }

  private String wordOf(String field) {
    return words.entries.get((int) number(field));
  }

  private static String number(long value) {
    return Long.toString(value, RADIX);
  }

  private static long number(String text) {
    return Long.parseLong(text, RADIX);
  }

  private static final class Dictionary<T> {
    private final List<T> entries;
    private final Map<T, Integer> numbers = new HashMap<>();

    Dictionary(List<T> entries) {
      this.entries = new ArrayList<>(entries);
    }

    int number(T entry) {
      return numbers.computeIfAbsent(
          entry,
          added -> {
            entries.add(added);
            return entries.size() - 1;
          });
    }
  }
}
