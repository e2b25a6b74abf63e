package dev.marathon.local.master;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;

/** Resources as text: the syntax of {@code --resources}, and how Mesos prints them in messages. */
public final class ResourceText {
  private static final Pattern ENTRY =
      Pattern.compile("\\s*([^():;\\s]+)(?:\\(([^()]+)\\))?\\s*:\\s*(.+?)\\s*");
  private static final Pattern RANGE = Pattern.compile("\\s*(\\d+)\\s*-\\s*(\\d+)\\s*");

  private ResourceText() {}

  /**
   * Parses {@code cpus:4;mem:4096;disk(role):100;ports:[31000-31999,32500-32600]}.
   *
   * @throws IllegalArgumentException naming the entry that is wrong
   */
  public static Resources parse(String text) {
    var parsed = new ArrayList<Resource>();
    for (var entry : text.split(";", -1)) {
      if (!entry.isBlank()) {
        parsed.add(entry(entry));
      }
    }
    parsed.sort(Comparator.comparingInt(ResourceText::rank));
    return Resources.of(parsed);
  }

  /** The order in which a fresh agent of Mesos lists what it has. */
  private static int rank(Resource resource) {
    int known = List.of("ports", "cpus", "mem", "disk", "gpus").indexOf(resource.getName());
    int rank = known < 0 ? 5 : known;
    return resource.getReservationsCount() > 0 ? rank - 10 : rank;
  }

  private static Resource entry(String entry) {
    var matcher = ENTRY.matcher(entry);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "bad resource '" + entry + "': expected name:value or name(role):value");
    }
    var resource = Resource.newBuilder().setName(matcher.group(1));
    var role = matcher.group(2);
    if (role != null && !role.equals("*")) {
      Roles.invalid(role).ifPresent(reason -> fail(entry, reason));
      resource.addReservations(
          ReservationInfo.newBuilder().setType(ReservationInfo.Type.STATIC).setRole(role));
    }
    var value = matcher.group(3);
    if (value.startsWith("[") && value.endsWith("]")) {
      resource
          .setType(Value.Type.RANGES)
          .setRanges(ranges(entry, value.substring(1, value.length() - 1)));
    } else if (value.startsWith("{") && value.endsWith("}")) {
      var items = List.of(value.substring(1, value.length() - 1).split("\\s*,\\s*"));
      resource.setType(Value.Type.SET).setSet(Value.Set.newBuilder().addAllItem(items));
    } else {
      resource
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(scalar(entry, value)));
    }
    return resource.build();
  }

  private static double scalar(String entry, String value) {
    try {
      double number = Double.parseDouble(value);
      if (!(number >= 0) || Double.isInfinite(number)) {
        fail(entry, "the value must be a number that is not negative");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "bad resource '" + entry + "': '" + value + "' is no number", e);
    }
  }

  private static Value.Ranges ranges(String entry, String text) {
    var ranges = new ArrayList<Value.Range>();
    for (var each : text.split(",", -1)) {
      var matcher = RANGE.matcher(each);
      if (!matcher.matches()) {
        fail(entry, "'" + each + "' is no range like 31000-31999");
      }
      var range = Intervals.of(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      if (range.getEnd() < range.getBegin()) {
        fail(entry, "'" + each + "' ends before it begins");
      }
      ranges.add(range);
    }
    return Value.Ranges.newBuilder().addAllRange(Intervals.plus(ranges, List.of())).build();
  }

  private static void fail(String entry, String reason) {
    throw new IllegalArgumentException("bad resource '" + entry + "': " + reason);
  }

  /** {@code {}} for none, else the items separated by "; ". */
  static String print(Collection<Resource> items) {
    return items.isEmpty()
        ? "{}"
        : items.stream().map(ResourceText::print).collect(Collectors.joining("; "));
  }

  static String print(Resource resource) {
    var out = new StringBuilder(resource.getName());
    if (resource.hasAllocationInfo()) {
      out.append("(allocated: ").append(resource.getAllocationInfo().getRole()).append(')');
    }
    if (resource.getReservationsCount() > 0) {
      out.append(
          resource.getReservationsList().stream()
              .map(ResourceText::print)
              .collect(Collectors.joining(",", "(reservations: [", "])")));
    }
    if (resource.hasDisk()) {
      out.append('[').append(print(resource.getDisk())).append(']');
    }
    if (resource.hasRevocable()) {
      out.append("{REV}");
    }
    if (resource.hasShared()) {
      out.append("<SHARED>");
    }
    return out.append(':').append(value(resource)).toString();
  }

  private static String print(ReservationInfo reservation) {
    var out =
        new StringBuilder("(")
            .append(reservation.getType())
            .append(',')
            .append(reservation.getRole());
    if (reservation.hasPrincipal()) {
      out.append(',').append(reservation.getPrincipal());
    }
    if (reservation.hasLabels()) {
      out.append(
          reservation.getLabels().getLabelsList().stream()
              .map(label -> label.getKey() + (label.hasValue() ? ": " + label.getValue() : ""))
              .collect(Collectors.joining(", ", ",{", "}")));
    }
    return out.append(')').toString();
  }

  private static String print(Resource.DiskInfo disk) {
    var out = new StringBuilder();
    if (disk.hasSource()) {
      out.append(disk.getSource().getType().name().toUpperCase(Locale.ROOT));
    }
    if (disk.hasPersistence()) {
      out.append(out.isEmpty() ? "" : ",").append(disk.getPersistence().getId());
    }
    if (disk.hasVolume()) {
      var volume = disk.getVolume();
      out.append(':')
          .append(volume.hasHostPath() ? volume.getHostPath() + ":" : "")
          .append(volume.getContainerPath());
    }
    return out.toString();
  }

  static String value(Resource resource) {
    return switch (resource.getType()) {
      case SCALAR -> number(resource.getScalar().getValue());
      case RANGES -> ranges(resource.getRanges().getRangeList());
      case SET ->
          resource.getSet().getItemList().stream().collect(Collectors.joining(", ", "{", "}"));
      case TEXT -> "";
    };
  }

  static String ranges(Collection<Value.Range> ranges) {
    return ranges.stream()
        .map(range -> range.getBegin() + "-" + range.getEnd())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Three decimals at most, none that are zero. */
  static String number(double value) {
    var rounded = BigDecimal.valueOf(Math.round(value * 1000), 3).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
