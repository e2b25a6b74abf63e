package dev.marathon.local.master;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.scheduler.Protos.AttributeConstraint;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;

/**
 * A framework's offer constraints, ready to apply. Per role: one of the groups must hold, in it
 * every constraint. Roles without an entry are unconstrained.
 */
final class OfferConstraintRules {
  static final OfferConstraintRules NONE = new OfferConstraintRules(Map.of());

  /** Constraints that cannot be used; the message is Mesos'. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  /** What constraints look at. */
  record Facts(
      String hostname,
      Optional<String> region,
      Optional<String> zone,
      List<Attribute> attributes) {}

  private final Map<String, List<List<Predicate<Facts>>>> byRole;

  private OfferConstraintRules(Map<String, List<List<Predicate<Facts>>>> byRole) {
    this.byRole = byRole;
  }

  boolean allow(String role, Facts agent) {
    var groups = byRole.get(role);
    return groups == null
        || groups.stream().anyMatch(group -> group.stream().allMatch(each -> each.test(agent)));
  }

  /** The first role that has constraints but is not among the framework's roles. */
  static Optional<String> foreignRole(OfferConstraints constraints, Set<String> roles) {
    return constraints.getRoleConstraintsMap().keySet().stream()
        .filter(role -> !roles.contains(role))
        .findFirst();
  }

  static OfferConstraintRules of(OfferConstraints constraints) throws Invalid {
    var byRole = new HashMap<String, List<List<Predicate<Facts>>>>();
    for (var entry : constraints.getRoleConstraintsMap().entrySet()) {
      var role = entry.getKey();
      if (entry.getValue().getGroupsCount() == 0) {
        throw new Invalid(
            "'OfferConstraints::role_constraints' has an empty 'RoleConstraints::groups' for role "
                + role);
      }
      var groups = new ArrayList<List<Predicate<Facts>>>();
      for (var group : entry.getValue().getGroupsList()) {
        if (group.getAttributeConstraintsCount() == 0) {
          throw new Invalid(
              "'OfferConstraints::RoleConstraints::groups' for role "
                  + role
                  + "contains an empty RoleConstraints::Group");
        }
        var rules = new ArrayList<Predicate<Facts>>();
        for (var constraint : group.getAttributeConstraintsList()) {
          rules.add(rule(role, constraint));
        }
        groups.add(rules);
      }
      byRole.put(role, groups);
    }
    return new OfferConstraintRules(byRole);
  }

  private static Predicate<Facts> rule(String role, AttributeConstraint constraint) throws Invalid {
    var selector = constraint.getSelector();
    var predicate = predicate(role, constraint.getPredicate());
    return switch (selector.getSelectorCase()) {
      case ATTRIBUTE_NAME ->
          facts -> {
            var attribute =
                facts.attributes().stream()
                    .filter(a -> a.getName().equals(selector.getAttributeName()))
                    .findFirst();
            return predicate.test(attribute.map(Value::of).orElse(Value.ABSENT));
          };
      case PSEUDOATTRIBUTE_TYPE ->
          switch (selector.getPseudoattributeType()) {
            case HOSTNAME -> facts -> predicate.test(Value.text(Optional.of(facts.hostname())));
            case REGION -> facts -> predicate.test(Value.text(facts.region()));
            case ZONE -> facts -> predicate.test(Value.text(facts.zone()));
            case UNKNOWN -> throw invalid(role, "Unknown pseudoattribute type");
          };
      case SELECTOR_NOT_SET ->
          throw invalid(
              role,
              "Exactly one of 'AttributeConstraint::Selector::name' or 'AttributeConstraint::Selector::pseudoattribute_type' must be set");
    };
  }

  /**
   * @param text empty for attributes that are no texts: they pass every text predicate
   */
  private record Value(boolean present, Optional<String> text) {
    static final Value ABSENT = new Value(false, Optional.empty());

    static Value of(Attribute attribute) {
      return new Value(
          true,
          attribute.hasText() ? Optional.of(attribute.getText().getValue()) : Optional.empty());
    }

    static Value text(Optional<String> text) {
      return new Value(text.isPresent(), text);
    }

    boolean holds(Predicate<String> predicate) {
      return text.map(predicate::test).orElse(true);
    }
  }

  private static Predicate<Value> predicate(String role, AttributeConstraint.Predicate predicate)
      throws Invalid {
    return switch (predicate.getPredicateCase()) {
      case EXISTS -> Value::present;
      case NOT_EXISTS -> value -> !value.present();
      case TEXT_EQUALS -> {
        var wanted = predicate.getTextEquals().getValue();
        yield value -> value.present() && value.holds(wanted::equals);
      }
      case TEXT_NOT_EQUALS -> {
        var unwanted = predicate.getTextNotEquals().getValue();
        yield value -> !value.present() || value.holds(text -> !text.equals(unwanted));
      }
      case TEXT_MATCHES -> {
        var pattern = pattern(role, predicate.getTextMatches().getRegex());
        yield value -> value.present() && value.holds(pattern::matches);
      }
      case TEXT_NOT_MATCHES -> {
        var pattern = pattern(role, predicate.getTextNotMatches().getRegex());
        yield value -> !value.present() || value.holds(text -> !pattern.matches(text));
      }
      case PREDICATE_NOT_SET -> throw invalid(role, "Unknown predicate type");
    };
  }

  private static Pattern pattern(String role, String regex) throws Invalid {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      var reason = e.getDescription().replace("missing closing ]", "missing ]");
      throw invalid(
          role,
          "Failed to construct regex from pattern '"
              + regex
              + "': "
              + reason
              + ": "
              + e.getPattern());
    }
  }

  private static Invalid invalid(String role, String reason) {
    return new Invalid("A role " + role + " has an invalid 'AttributeConstraint': " + reason);
  }
}
