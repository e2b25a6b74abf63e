package dev.marathon.offer;

import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.instance.Demand;
import dev.marathon.instance.Placement;
import dev.marathon.offer.RoundInput.Held;
import dev.marathon.offer.RoundInput.Wanted;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.Constraint;
import dev.marathon.spec.Constraint.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** A round of matching in a few words, for tests. */
final class Matching {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final List<Held> offers = new ArrayList<>();
  private final List<Wanted> wanted = new ArrayList<>();
  private MatchSettings settings = MatchSettings.DEFAULTS;
  private Optional<String> region = Optional.empty();
  private long seed = 1;

  static Matching round() {
    return new Matching();
  }

  static AppBuilder app(String path) {
    return AppBuilder.of(path).cmd("sleep 1").cpus(1).mem(32);
  }

  static Constraint constraint(String field, Operator operator) {
    return new Constraint(field, operator, Optional.empty());
  }

  static Constraint constraint(String field, Operator operator, String value) {
    return new Constraint(field, operator, Optional.of(value));
  }

  static Demand demand(AppDefinition app, int count, Placement... placed) {
    return new Demand(app.id(), app, count, List.of(), Optional.empty(), List.of(placed));
  }

  static Placement at(String agent, Map<String, String> attributes) {
    return new Placement(
        agent, agent + ".host", List.of(), Optional.empty(), Optional.empty(), attributes);
  }

  static Context context(long seed) {
    var random = new Random(seed);
    return new Context(
        NOW, Cause.internal("test"), () -> new UUID(random.nextLong(), random.nextLong()));
  }

  Matching offer(Offers offer) {
    return offer(offer.build());
  }

  Matching offer(Offer offer) {
    offers.add(new Held(offer, offers.size() + 1));
    return this;
  }

  Matching want(AppBuilder app, int count, Placement... placed) {
    return want(demand(app.instances(count + placed.length).build(), count, placed));
  }

  Matching want(Demand demand) {
    return want(demand, 0);
  }

  Matching want(Demand demand, long triedUpTo) {
    wanted.add(new Wanted(demand, triedUpTo, false));
    return this;
  }

  Matching settings(MatchSettings other) {
    settings = other;
    return this;
  }

  Matching masterRegion(String name) {
    region = Optional.of(name);
    return this;
  }

  Matching seed(long other) {
    seed = other;
    return this;
  }

  RoundInput input() {
    return new RoundInput(offers, wanted, region, settings);
  }

  RoundResult run() {
    return MatchRound.run(input(), context(seed));
  }

  static List<LaunchSpec> launches(RoundResult result) {
    return result.used().stream().flatMap(agent -> agent.launches().stream()).toList();
  }

  /** Agents of the launches, sorted. */
  static List<String> agents(RoundResult result) {
    return launches(result).stream().map(launch -> launch.placement().agentId()).sorted().toList();
  }

  static List<NoMatch> reasons(RoundResult result) {
    return result.reports().get(0).unused().stream().flatMap(u -> u.reasons().stream()).toList();
  }
}
