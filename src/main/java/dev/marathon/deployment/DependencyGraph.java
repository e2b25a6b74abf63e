package dev.marathon.deployment;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How deep apps stand in the graph of dependencies: the longest chain of apps that must run first,
 * the app itself included.
 *
 * <p>An app depends on what it names and on what its enclosing groups name; a named group stands
 * for all apps in it, an unknown name for nothing. A group of a thousand apps that depends on
 * another one of a thousand would be a million edges, so a group appears as two nodes of its own,
 * neither of which counts: its members (leads to every app in it) and its bequest (what every app
 * in it inherits). Only what can be reached from the apps asked for is visited, each node once, and
 * without recursion, since a chain may be as long as there are apps.
 */
public final class DependencyGraph {

  private static final int UNDER_WAY = -1;

  private sealed interface Node {
    record App(AppId id) implements Node {}

    record Members(GroupId group) implements Node {}

    record Bequest(GroupId group) implements Node {}
  }

  private static final class Frame {
    final Node node;
    final Iterator<Node> next;
    int deepest;

    Frame(Node node, Iterator<Node> next) {
      this.node = node;
      this.next = next;
    }
  }

  private final AppTree tree;
  private final Predicate<AppId> counted;
  private final Map<Node, Integer> depths = new HashMap<>();

  private DependencyGraph(AppTree tree, Predicate<AppId> counted) {
    this.tree = tree;
    this.counted = counted;
  }

  /**
   * Depth of each of these apps: 1 for an app that depends on no counted one.
   *
   * @param counted apps that make a chain longer; others are passed through
   * @return empty if one of the apps is part of a cycle or depends on one
   */
  public static Optional<Map<AppId, Integer>> depths(
      AppTree tree, Collection<AppId> apps, Predicate<AppId> counted) {
    var graph = new DependencyGraph(tree, counted);
    var result = new HashMap<AppId, Integer>();
    for (var app : apps) {
      var node = new Node.App(app);
      if (!graph.depths.containsKey(node) && !graph.visit(node)) {
        return Optional.empty();
      }
      result.put(app, graph.depths.get(node));
    }
    return Optional.of(result);
  }

  /** False if a cycle was met. */
  private boolean visit(Node from) {
    Deque<Frame> stack = new ArrayDeque<>();
    stack.push(enter(from));
    while (!stack.isEmpty()) {
      var top = stack.peek();
      if (top.next.hasNext()) {
        var child = top.next.next();
        Integer depth = depths.get(child);
        if (depth == null) {
          stack.push(enter(child));
        } else if (depth == UNDER_WAY) {
          return false;
        } else {
          top.deepest = Math.max(top.deepest, depth);
        }
      } else {
        stack.pop();
        int depth = top.deepest + weight(top.node);
        depths.put(top.node, depth);
        if (!stack.isEmpty()) {
          stack.peek().deepest = Math.max(stack.peek().deepest, depth);
        }
      }
    }
    return true;
  }

  private Frame enter(Node node) {
    depths.put(node, UNDER_WAY);
    return new Frame(node, children(node).iterator());
  }

  private int weight(Node node) {
    return node instanceof Node.App app && counted.test(app.id()) ? 1 : 0;
  }

  private Collection<Node> children(Node node) {
    if (node instanceof Node.App app) {
      return with(targets(tree.dependencies(app.id())), new Node.Bequest(app.id().parent()));
    }
    if (node instanceof Node.Bequest bequest) {
      var own = targets(tree.dependencies(bequest.group()));
      return bequest.group().root() ? own : with(own, new Node.Bequest(bequest.group().parent()));
    }
    var below = tree.appsBelow(((Node.Members) node).group());
    var apps = new ArrayList<Node>(below.size());
    below.forEach(app -> apps.add(new Node.App(app)));
    return apps;
  }

  private List<Node> targets(List<PathId> dependencies) {
    if (dependencies.isEmpty()) {
      return Collections.emptyList();
    }
    var nodes = new ArrayList<Node>(dependencies.size() + 1);
    for (var path : dependencies) {
      nodes.add(target(path));
    }
    return nodes;
  }

  private Node target(PathId path) {
    if (path.path().length() > 1) {
      var app = new AppId(path.path());
      if (tree.contains(app)) {
        return new Node.App(app);
      }
    }
    return new Node.Members(new GroupId(path.path()));
  }

  private static List<Node> with(List<Node> nodes, Node last) {
    if (nodes.isEmpty()) {
      return List.of(last);
    }
    nodes.add(last);
    return nodes;
  }
}
