package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Reads constraints in their list form, {@code [field, OPERATOR, value?]}. All that is wrong with
 * them is reported at the list, as Marathon 1.11 does. Operators are taken in any case and kept in
 * upper case; a constraint given twice is kept once.
 */
final class ConstraintReader {

  /** Longest regular expression: longer ones are taken for an attack on the matcher. */
  static final int MAX_REGEX = 1024;

  private static final Pattern IS_VALUE = Pattern.compile("[a-zA-Z0-9_/.-]*");
  private static final Set<Constraint.Operator> OF_VOLUMES =
      EnumSet.of(Constraint.Operator.LIKE, Constraint.Operator.UNLIKE);

  private final String path;
  private final Violations found;
  private final Set<Constraint.Operator> allowed;

  private ConstraintReader(String path, Violations found, Set<Constraint.Operator> allowed) {
    this.path = path;
    this.found = found;
    this.allowed = allowed;
  }

  /** Constraints of an app. */
  static List<Constraint> read(JsonNode constraints, String path, Violations found) {
    return new ConstraintReader(path, found, EnumSet.allOf(Constraint.Operator.class))
        .all(constraints);
  }

  /** Constraints of a persistent volume: about the path of the disk, by regular expression. */
  static List<Constraint> ofVolume(JsonNode constraints, String path, Violations found) {
    var read = new ConstraintReader(path, found, OF_VOLUMES).all(constraints);
    found.require(
        read.stream().allMatch(constraint -> constraint.field().equals("path")),
        path,
        "the field of a volume's constraint must be 'path'");
    return read;
  }

  private List<Constraint> all(JsonNode constraints) {
    var read = new LinkedHashSet<Constraint>();
    for (var json : constraints) {
      var fields = new ArrayList<String>();
      json.forEach(field -> fields.add(field.asText()));
      if (fields.size() < 2 || fields.size() > 3) {
        found.add(path, "a constraint must have two or three fields: field, operator and value");
      } else {
        one(fields).ifPresent(read::add);
      }
    }
    return List.copyOf(read);
  }

  private Optional<Constraint> one(List<String> fields) {
    found.require(!fields.get(0).isEmpty(), path, "the field of a constraint must not be empty");
    String name = fields.get(1).toUpperCase(Locale.ROOT);
    var operator = allowed.stream().filter(known -> known.name().equals(name)).findFirst();
    if (operator.isEmpty()) {
      found.add(
          path,
          "the operator of a constraint must be one of "
              + allowed.stream().map(Enum::name).collect(Collectors.joining(", ")));
      return Optional.empty();
    }
    var value = fields.size() == 3 ? Optional.of(fields.get(2)) : Optional.<String>empty();
    checkValue(operator.get(), value);
    return Optional.of(new Constraint(fields.get(0), operator.get(), value));
  }

  private void checkValue(Constraint.Operator operator, Optional<String> value) {
    boolean good =
        switch (operator) {
          case UNIQUE -> value.isEmpty();
          case CLUSTER -> true;
          case GROUP_BY -> value.isEmpty() || number(value.get());
          case MAX_PER -> value.isPresent() && number(value.get());
          case LIKE, UNLIKE -> value.isPresent() && regex(value.get());
          case IS -> value.isPresent() && IS_VALUE.matcher(value.get()).matches();
        };
    found.require(good, path, operator + " " + wanted(operator));
  }

  private static String wanted(Constraint.Operator operator) {
    return switch (operator) {
      case UNIQUE -> "takes no value";
      case CLUSTER -> "takes any value or none";
      case GROUP_BY -> "takes a whole number or no value";
      case MAX_PER -> "needs a whole number as value";
      case LIKE, UNLIKE ->
          "needs a valid regular expression of at most " + MAX_REGEX + " characters as value";
      case IS -> "needs a value of letters, digits and the characters _ / . -";
    };
  }

  private static boolean number(String text) {
    try {
      return Integer.parseInt(text) >= 0;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private static boolean regex(String text) {
    try {
      return text.length() <= MAX_REGEX && Pattern.compile(text) != null;
    } catch (PatternSyntaxException invalid) {
      return false;
    }
  }

  /** The list form, for output. */
  static List<String> write(Constraint constraint) {
    return constraint
        .value()
        .map(value -> Arrays.asList(constraint.field(), constraint.operator().name(), value))
        .orElseGet(() -> List.of(constraint.field(), constraint.operator().name()));
  }
}
