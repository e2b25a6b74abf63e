package dev.marathon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The import table of docs/architecture.md, enforced. */
class ArchitectureTest {

  private static final String ROOT = "dev.marathon.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.marathon");

  private static final String PURE_LIBRARIES =
      "java. org.pcollections com.fasterxml.jackson.annotation";
  private static final String AKKA = "akka. scala. org.slf4j com.typesafe.config";
  private static final String JACKSON = "com.fasterxml.jackson";
  private static final String PROTOBUF = "org.apache.mesos com.google.protobuf";
  private static final String PURE =
      "base spec instance app offer deployment group scheduler overview events health framework"
          + " callbacks audit";

  /**
   * Per package: our packages it may import, then libraries. A package not named here may import
   * everything.
   */
  private static final Map<String, List<String>> TABLE = table();

  private static Map<String, List<String>> table() {
    var table = new LinkedHashMap<String, List<String>>();
    pure(table, "base", "");
    pure(table, "spec", "base");
    for (var feature :
        List.of("instance", "app", "deployment", "health", "framework", "callbacks")) {
      pure(table, feature, "spec base owner");
    }
    pure(table, "offer", "instance spec base owner");
    pure(table, "group", "deployment spec base owner");
    pure(table, "scheduler", "offer instance spec base mesos owner");
    pure(table, "audit", "events group deployment spec base owner");
    pure(table, "overview", PURE + " owner mesos");
    pure(table, "events", PURE + " owner mesos");
    table.put(
        "mesos",
        List.of("offer instance spec base", PURE_LIBRARIES + " " + PROTOBUF + " " + JACKSON));
    table.put(
        "mesos.client",
        List.of(
            "mesos offer instance spec base config",
            PURE_LIBRARIES
                + " "
                + AKKA
                + " "
                + PROTOBUF
                + " "
                + JACKSON
                + " org.apache.curator org.apache.zookeeper javax.net.ssl"));
    table.put(
        "agents", List.of("base", PURE_LIBRARIES + " " + AKKA + " " + JACKSON + " javax.net.ssl"));
    shell(table, "owner", "base");
    shell(table, "instance.actor", "instance spec base owner config metrics");
    shell(table, "app.actor", "app spec base owner config metrics");
    shell(
        table,
        "deployment.actor",
        "deployment app app.actor instance instance.actor group spec base owner config metrics");
    shell(
        table,
        "group.actor",
        "group deployment deployment.actor app app.actor instance spec base owner config metrics");
    shell(
        table,
        "scheduler.actor",
        "scheduler offer instance instance.actor mesos mesos.client spec base owner config metrics");
    table.put(
        "health.actor",
        List.of(
            "health instance spec base owner config metrics tls",
            PURE_LIBRARIES + " " + AKKA + " javax.net.ssl"));
    shell(table, "overview.actor", PURE + " owner mesos config metrics");
    shell(table, "events.actor", PURE + " owner mesos config metrics");
    shell(table, "callbacks.actor", "callbacks events events.actor base owner config metrics");
    table.put(
        "store",
        List.of(
            PURE + " owner config metrics",
            PURE_LIBRARIES
                + " "
                + AKKA
                + " "
                + JACKSON
                + " slick. org.sqlite com.datastax.oss.driver.api"));
    table.put(
        "local",
        List.of(
            "mesos base config tls",
            PURE_LIBRARIES
                + " "
                + AKKA
                + " "
                + PROTOBUF
                + " "
                + JACKSON
                + " org.apache.commons.compress org.tukaani com.google.re2j"
                + " javax.net.ssl com.sun.management"));
    table.put("tls", List.of("", PURE_LIBRARIES + " javax.net.ssl"));
    table.put("config", List.of("base", PURE_LIBRARIES + " com.typesafe.config"));
    table.put(
        "metrics", List.of("base config", PURE_LIBRARIES + " kamon. scala. com.typesafe.config"));
    table.put(
        "security",
        List.of(
            "base config metrics",
            PURE_LIBRARIES + " " + AKKA + " javax.crypto javax.net.ssl at.favre.lib org.jose4j"));
    table.put(
        "cli", List.of("spec base tls", PURE_LIBRARIES + " picocli javax.net.ssl " + JACKSON));
    return table;
  }

  private static void pure(Map<String, List<String>> table, String name, String ours) {
    table.put(name, List.of(ours, PURE_LIBRARIES + (name.equals("base") ? "" : " " + JACKSON)));
  }

  private static void shell(Map<String, List<String>> table, String name, String ours) {
    table.put(name, List.of(ours, PURE_LIBRARIES + " " + AKKA + " " + JACKSON));
  }

  @Test
  void everyPackageImportsOnlyWhatTheTableAllows() {
    var violations = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      var row = rowOf(type.getPackageName());
      if (row == null) {
        continue;
      }
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        var target = dependency.getTargetClass().getBaseComponentType();
        if (!target.isPrimitive() && !allowed(row, target.getPackageName())) {
          violations.add(type.getName() + " -> " + target.getName());
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void coreKnowsNoClockAndNoChance() {
    var core = Stream.of(PURE.split(" ")).map(p -> ROOT + p).toArray(String[]::new);
    for (var forbidden : List.of("now", "nanoTime", "currentTimeMillis", "randomUUID", "random")) {
      noClasses()
          .that()
          .resideInAnyPackage(core)
          .should()
          .callMethodWhere(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  forbidden,
                  call ->
                      call.getTarget().getName().equals(forbidden)
                          && call.getTargetOwner().getPackageName().startsWith("java.")))
          .check(CLASSES);
    }
    noClasses()
        .that()
        .resideInAnyPackage(core)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .check(CLASSES);
  }

  @Test
  void corePackagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.marathon.(base|spec|instance|app|offer|deployment|group|scheduler)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void nobodyImportsTheOutermostPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.marathon", ROOT + "cluster..", ROOT + "api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "api..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.marathon", ROOT + "local..", ROOT + "cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "local..")
        .check(CLASSES);
  }

  /** Values of environment variables are shown by right; whoever writes a definition must ask. */
  @Test
  void definitionsAreShownAtOnePlace() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "api..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "api.Shown")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "api.Posted")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ROOT + "spec.AppJson")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ROOT + "spec.V1AppJson")
        .check(CLASSES);
  }

  private static List<String> rowOf(String packageName) {
    if (!packageName.startsWith(ROOT)) {
      return null;
    }
    var name = packageName.substring(ROOT.length());
    while (true) {
      if (TABLE.containsKey(name)) {
        return List.of(name, TABLE.get(name).get(0), TABLE.get(name).get(1));
      }
      int dot = name.lastIndexOf('.');
      if (dot < 0) {
        return null;
      }
      name = name.substring(0, dot);
    }
  }

  private static boolean allowed(List<String> row, String target) {
    if (target.startsWith(ROOT)) {
      var name = target.substring(ROOT.length());
      return name.equals(row.get(0))
          || (name.startsWith(row.get(0) + ".")
              && !name.endsWith(".actor")
              && !name.endsWith(".client"))
          || Arrays.asList(row.get(1).split(" ")).contains(name)
          || (row.get(0).equals("local") && name.startsWith("local"));
    }
    return Arrays.stream(row.get(2).split(" "))
        .anyMatch(
            library -> (target + ".").startsWith(library.endsWith(".") ? library : library + "."));
  }
}
