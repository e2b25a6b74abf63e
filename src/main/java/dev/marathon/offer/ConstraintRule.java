package dev.marathon.offer;

import dev.marathon.spec.Constraint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One constraint of an app, counting where its instances are. Sources: Marathon's constraint
 * documentation; GROUP_BY without a number follows 1.10 (fill the smallest group), with a number
 * 1.11-dev (every group gets its share of the instances).
 */
abstract sealed class ConstraintRule {

  /** What a rule says about a value now. */
  enum Verdict {
    OPEN,
    /** Not now; perhaps after other launches. */
    BLOCKED,
    /** Not for the rest of the round: launches only add to counts. */
    CLOSED
  }

  private final Constraint constraint;

  private ConstraintRule(Constraint constraint) {
    this.constraint = constraint;
  }

  /**
   * @param instances how many instances the app is to have
   */
  static ConstraintRule of(Constraint constraint, int instances) {
    return switch (constraint.operator()) {
      case UNIQUE -> new AtMost(constraint, 1);
      case MAX_PER -> new AtMost(constraint, integer(constraint).orElse(0));
      case CLUSTER ->
          constraint.value().isPresent()
              ? new Same(constraint, constraint.value().get(), false)
              : new Cluster(constraint);
      case IS -> new Same(constraint, constraint.value().orElse(""), true);
      case LIKE -> new Like(constraint, true);
      case UNLIKE -> new Like(constraint, false);
      case GROUP_BY ->
          integer(constraint)
              .filter(groups -> groups > 0)
              .<ConstraintRule>map(groups -> new Shares(constraint, groups, instances))
              .orElseGet(() -> new SmallestGroup(constraint));
    };
  }

  final String field() {
    return constraint.field();
  }

  /** Whether it matters where other instances are. */
  final boolean counts() {
    return switch (constraint.operator()) {
      case UNIQUE, GROUP_BY, MAX_PER -> true;
      case CLUSTER -> constraint.value().isEmpty();
      case LIKE, UNLIKE, IS -> false;
    };
  }

  final boolean groups() {
    return constraint.operator() == Constraint.Operator.GROUP_BY;
  }

  /**
   * @param value of the agent for this field; null if it has none
   */
  final Verdict verdict(String value) {
    return value == null ? withoutValue() : withValue(value);
  }

  final NoMatch unmet(String value) {
    String text =
        constraint.field()
            + ":"
            + constraint.operator()
            + constraint.value().map(v -> ":" + v).orElse("");
    return new NoMatch.ConstraintUnmet(
        text,
        Optional.ofNullable(value),
        value == null ? "the agent has no " + constraint.field() : why(value));
  }

  /** An instance is there. */
  void count(String value) {}

  Verdict withoutValue() {
    return Verdict.CLOSED;
  }

  abstract Verdict withValue(String value);

  abstract String why(String value);

  private static Optional<Integer> integer(Constraint constraint) {
    try {
      return constraint.value().map(Integer::valueOf);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Verdict closedUnless(boolean open) {
    return open ? Verdict.OPEN : Verdict.CLOSED;
  }

  private abstract static sealed class Counting extends ConstraintRule {
    final Map<String, Integer> counts = new HashMap<>();

    private Counting(Constraint constraint) {
      super(constraint);
    }

    @Override
    final void count(String value) {
      counts.merge(value, 1, Integer::sum);
    }

    final int at(String value) {
      return counts.getOrDefault(value, 0);
    }
  }

  private static final class AtMost extends Counting {
    private final int most;

    private AtMost(Constraint constraint, int most) {
      super(constraint);
      this.most = most;
    }

    @Override
    Verdict withValue(String value) {
      return closedUnless(at(value) < most);
    }

    @Override
    String why(String value) {
      return at(value) + " of at most " + most + " instances are there already";
    }
  }

  private static final class Cluster extends ConstraintRule {
    private String first;

    private Cluster(Constraint constraint) {
      super(constraint);
    }

    @Override
    void count(String value) {
      if (first == null) {
        first = value;
      }
    }

    @Override
    Verdict withValue(String value) {
      return closedUnless(first == null || first.equals(value));
    }

    @Override
    String why(String value) {
      return "the app's instances are at " + first;
    }
  }

  private static final class Same extends ConstraintRule {
    private final String wanted;
    private final boolean numbers;

    private Same(Constraint constraint, String wanted, boolean is) {
      super(constraint);
      this.numbers = is && AttributeText.number(wanted);
      this.wanted = numbers ? AttributeText.asScalar(wanted) : wanted;
    }

    @Override
    Verdict withValue(String value) {
      return closedUnless(wanted.equals(numbers ? AttributeText.asScalar(value) : value));
    }

    @Override
    String why(String value) {
      return "wanted is " + wanted;
    }
  }

  private static final class Like extends ConstraintRule {
    private final BoundedRegex regex;
    private final boolean like;

    private Like(Constraint constraint, boolean like) {
      super(constraint);
      this.regex = BoundedRegex.of(constraint.value().orElse(""));
      this.like = like;
    }

    @Override
    Verdict withoutValue() {
      return closedUnless(!like);
    }

    @Override
    Verdict withValue(String value) {
      return closedUnless(
          regex.full(value) == (like ? BoundedRegex.Answer.MATCHES : BoundedRegex.Answer.DIFFERS));
    }

    @Override
    String why(String value) {
      return switch (regex.full(value)) {
        case MATCHES -> "the value matches";
        case DIFFERS -> "the value does not match";
        case GIVEN_UP -> "the regular expression takes too long";
      };
    }
  }

  private static final class SmallestGroup extends Counting {
    private SmallestGroup(Constraint constraint) {
      super(constraint);
    }

    @Override
    Verdict withValue(String value) {
      Integer size = counts.get(value);
      return size == null || size <= smallest() ? Verdict.OPEN : Verdict.BLOCKED;
    }

    @Override
    String why(String value) {
      return at(value)
          + " instances are there already, and only "
          + smallest()
          + " in the smallest group";
    }

    private int smallest() {
      int smallest = Integer.MAX_VALUE;
      for (int size : counts.values()) {
        smallest = Math.min(smallest, size);
      }
      return smallest;
    }
  }

  private static final class Shares extends Counting {
    private final int groups;
    private final int share;
    private final int larger;

    private Shares(Constraint constraint, int groups, int instances) {
      super(constraint);
      this.groups = groups;
      this.share = instances / groups;
      this.larger = instances % groups;
    }

    @Override
    Verdict withValue(String value) {
      Integer size = counts.get(value);
      if (size == null) {
        return closedUnless(counts.size() < groups);
      }
      return closedUnless(size < share || (size == share && above() < larger));
    }

    @Override
    String why(String value) {
      return counts.containsKey(value)
          ? "the group has its share, " + at(value) + " instances"
          : "there are " + groups + " groups already";
    }

    private long above() {
      return counts.values().stream().filter(size -> size > share).count();
    }
  }
}
