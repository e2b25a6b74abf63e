package dev.marathon.sim;

import dev.marathon.app.AppCommand;
import dev.marathon.app.AppEvent;
import dev.marathon.app.AppReply;
import dev.marathon.app.AppRules;
import dev.marathon.app.AppState;
import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.deployment.actor.DeploymentCourse;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupReply;
import dev.marathon.group.GroupState;
import dev.marathon.group.actor.ErrandList;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.spec.AppDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The tree with its errands, its deployments and its apps, as their actors run them. */
final class TreePart implements ErrandList.Helpers {

  private static final String TREE = "tree";
  private static final String ERRANDS = "errands";

  private final World world;
  private final Node node;
  private final Letters letters;
  private final ErrandList errands = new ErrandList(this);
  private final Kept<GroupCommand, GroupEvent, GroupState, GroupEffect, GroupReply> tree;
  private final Map<AppId, Kept<AppCommand, AppEvent, AppState, Void, AppReply>> apps =
      new TreeMap<>();

  TreePart(World world, Node node) {
    this.world = world;
    this.node = node;
    this.letters = new Letters(world);
    this.tree =
        new Kept<>(
            world,
            TREE,
            world.rules().tree(),
            world.disk().tree(),
            this::route,
            world.promises().tree()::stored);
  }

  void begin() {
    tree.begin();
  }

  GroupState state() {
    return tree.state();
  }

  /** Apps for which something is under way. */
  Set<AppId> underWay() {
    return errands.underWay();
  }

  private void route(GroupEffect effect) {
    world.happened(TREE, effect);
    world.post().send(TREE, ERRANDS, () -> errands.take(effect));
  }

  /**
   * Asks the tree; both ways take their time.
   *
   * @param silence called when no answer will come
   */
  void ask(
      String from, GroupCommand command, Consumer<Optional<GroupReply>> answer, Runnable silence) {
    world
        .post()
        .send(
            from,
            TREE,
            () ->
                tree.ask(
                    command,
                    reply -> world.post().send(TREE, from, () -> answer.accept(reply)),
                    silence));
  }

  /** A ledger says that its app has what a change wants. */
  void reached(String from, LedgerEffect.TargetReached reached) {
    world.post().send(from, ERRANDS, () -> errands.reached(reached));
  }

  // Apps.

  /** Definitions of an app, as it is on disk. */
  AppState app(AppId id) {
    return loaded(id).state();
  }

  void askApp(
      String from,
      AppId id,
      AppCommand command,
      Consumer<Optional<AppReply>> answer,
      Runnable silence) {
    var name = "app " + id;
    world
        .post()
        .send(
            from,
            name,
            () -> {
              if (world.unlucky(8) && apps.containsKey(id) && apps.get(id).idle()) {
                apps.remove(id);
              }
              loaded(id)
                  .ask(
                      command,
                      reply -> world.post().send(name, from, () -> answer.accept(reply)),
                      silence);
            });
  }

  private Kept<AppCommand, AppEvent, AppState, Void, AppReply> loaded(AppId id) {
    var known = apps.get(id);
    if (known != null) {
      return known;
    }
    var kept =
        new Kept<>(
            world,
            "app " + id,
            new AppRules(5),
            world.disk().app(id),
            (Void effect) -> {},
            (before, event, after) -> {});
    apps.put(id, kept);
    kept.begin();
    return kept;
  }

  // What the errands need.

  @Override
  public void toApp(AppId app, AppCommand command, Runnable answered) {
    letters.<AppReply>ask(
        (answer, silence) -> askApp(ERRANDS, app, command, answer, silence),
        reply -> answered.run());
  }

  @Override
  public void toLedger(
      AppId app, LedgerCommand command, BooleanSupplier wanted, Runnable answered) {
    letters.<LedgerReply>ask(
        (answer, silence) -> node.ask(ERRANDS, app.ledger(), command, answer, silence),
        wanted,
        reply -> answered.run());
  }

  @Override
  public void toTree(GroupCommand command) {
    letters.<GroupReply>ask(
        (answer, silence) -> ask(ERRANDS, command, answer, silence), reply -> {});
  }

  @Override
  public void mention(AppId app, AppCommand command) {
    askApp(ERRANDS, app, command, reply -> {}, () -> {});
  }

  @Override
  public void confirmSoon() {
    world.inNode(Duration.ofMillis(50), errands::confirmNow);
  }

  @Override
  public void refused(GroupEffect.Refused refused) {
    world.happened(ERRANDS, refused);
  }

  @Override
  public ErrandList.Course start(GroupEffect.StartDeployment start) {
    return new RunningCourse(start);
  }

  /** A deployment in an actor of its own. */
  private final class RunningCourse implements ErrandList.Course, DeploymentCourse.Helpers {

    private final DeploymentPlan plan;
    private final String name;
    private final Letters own = new Letters(world);
    private final DeploymentCourse course;

    RunningCourse(GroupEffect.StartDeployment start) {
      this.plan = start.plan();
      this.name = "deployment-" + plan.order();
      this.course = new DeploymentCourse(plan, start.definitions(), start.victims(), this);
      told(course::begin);
      remindLater();
    }

    private void remindLater() {
      world.inNode(
          Duration.ofSeconds(30),
          () -> {
            if (!own.over()) {
              course.remind();
              remindLater();
            }
          });
    }

    @Override
    public void reached(AppId app) {
      told(() -> course.reached(app));
    }

    @Override
    public void stop() {
      told(own::end);
    }

    private void told(Runnable action) {
      world
          .post()
          .send(
              ERRANDS,
              name,
              () -> {
                if (!own.over()) {
                  action.run();
                }
              });
    }

    @Override
    public void read(AppId app, Version version, Consumer<Optional<AppDefinition>> answered) {
      own.<AppReply>ask(
          (answer, silence) ->
              askApp(name, app, new AppCommand.ReadVersion(version), answer, silence),
          reply -> answered.accept(((AppReply.Definition) reply).definition()));
    }

    @Override
    public void toLedger(AppId app, LedgerCommand command) {
      tell(() -> errands.toLedger(app, command, plan));
    }

    @Override
    public void ended(UUID deployment) {
      tell(() -> errands.ended(deployment));
    }

    @Override
    public void news(DeploymentNews news) {
      world.happened(name, news);
    }

    @Override
    public void lost(AppId app) {
      throw new AssertionError("nobody has version " + plan.version() + " of " + app);
    }

    private void tell(Runnable action) {
      world.post().send(name, ERRANDS, action);
    }
  }
}
