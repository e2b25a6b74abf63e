package dev.marathon.offer;

import dev.marathon.instance.Placement;
import dev.marathon.offer.ConstraintRule.Verdict;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All constraints of one app: counts the instances that are placed and those that this round adds,
 * and says which agents are open for the next one. Every constraint must hold.
 */
final class ConstraintEvaluator {

  private final List<ConstraintRule> rules = new ArrayList<>();
  private final List<ConstraintRule> grouping = new ArrayList<>();

  /**
   * @param placed instances that the rules look at; which ones, the ledger decides
   */
  ConstraintEvaluator(AppDefinition app, List<Placement> placed) {
    for (var constraint : app.constraints()) {
      var rule = ConstraintRule.of(constraint, app.instances());
      rules.add(rule);
      if (rule.groups()) {
        grouping.add(rule);
      }
    }
    placed.forEach(this::count);
  }

  /** Fields of the GROUP_BY constraints, in order. */
  List<String> groupFields() {
    return grouping.stream().map(ConstraintRule::field).distinct().toList();
  }

  /** Whether one verdict about a group says all about the larger ones. */
  boolean onlyOneGrouping() {
    return grouping.size() == 1;
  }

  /**
   * What the GROUP_BY constraints say about a group of agents.
   *
   * @param agent any agent of the group
   */
  Verdict groups(Agent agent) {
    Verdict worst = Verdict.OPEN;
    for (var rule : grouping) {
      Verdict verdict = rule.verdict(agent.value(rule.field()));
      if (verdict.compareTo(worst) > 0) {
        worst = verdict;
      }
    }
    return worst;
  }

  /** Whether all constraints hold on an agent. */
  boolean open(Agent agent) {
    for (var rule : rules) {
      if (rule.verdict(agent.value(rule.field())) != Verdict.OPEN) {
        return false;
      }
    }
    return true;
  }

  /** What is unmet, in the order of the constraints. */
  List<NoMatch> unmet(Agent agent) {
    var unmet = new ArrayList<NoMatch>(0);
    for (var rule : rules) {
      String value = agent.value(rule.field());
      if (rule.verdict(value) != Verdict.OPEN) {
        unmet.add(rule.unmet(value));
      }
    }
    return unmet;
  }

  /** Whether no constraint counts instances, so that only the agent matters. */
  boolean countsNothing() {
    return rules.stream().noneMatch(ConstraintRule::counts);
  }

  void count(Placement placement) {
    for (var rule : rules) {
      AttributeText.field(rule.field(), placement).ifPresent(rule::count);
    }
  }

  /** The agent's values of the fields that are attributes, to be kept with the placement. */
  Map<String, String> attributes(Agent agent) {
    if (rules.isEmpty()) {
      return Map.of();
    }
    var values = new LinkedHashMap<String, String>();
    for (var rule : rules) {
      String value = AttributeText.attribute(rule.field()) ? agent.value(rule.field()) : null;
      if (value != null) {
        values.put(rule.field(), value);
      }
    }
    return Map.copyOf(values);
  }
}
