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
import java.util.UUID;
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
  private static final int RADIX = 36;

  private final Dictionary<String> words;
  private final Dictionary<LedgerSnapshot.Agent> agents;

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
    return String.join(
        " ",
        uuid(instance.id().uuid()),
        number(instance.order()),
        number(instance.incarnation()),
        word(instance.condition().name()),
        word(instance.goal().name()),
        word(instance.version().toString()),
        word(instance.role()),
        agent(instance.placement()),
        list(instance.placement().ports().stream().map(port -> number(port))),
        number(staged.toEpochMilli()),
        after(staged, instance.since()),
        instance.startedAt().map(at -> after(staged, at)).orElse(ABSENT),
        sign(instance.checks().byMarathon())
            + sign(instance.checks().byAgent())
            + sign(Optional.of(instance.checks().ready())),
        instance.killReason().map(this::word).orElse(ABSENT),
        list(
            instance.addresses().stream()
                .map(address -> word(address.protocol() + " " + address.ipAddress()))));
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
        Version.parse(wordOf(fields[5])),
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
        list(fields[14]).map(this::address).toList());
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
        list(ports).map(port -> (int) number(port)).toList(),
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
    return check.map(passed -> passed ? "y" : "n").orElse(ABSENT);
  }

  private static Optional<Boolean> check(char sign) {
    return sign == '-' ? Optional.empty() : Optional.of(sign == 'y');
  }

  private static String list(Stream<String> items) {
    var joined = String.join(",", items.toList());
    return joined.isEmpty() ? ABSENT : joined;
  }

  private static Stream<String> list(String field) {
    return present(field).stream().flatMap(items -> Stream.of(items.split(",")));
  }

  private static Optional<String> present(String field) {
    return field.equals(ABSENT) ? Optional.empty() : Optional.of(field);
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
