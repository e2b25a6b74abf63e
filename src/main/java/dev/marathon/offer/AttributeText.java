package dev.marathon.offer;

import dev.marathon.base.Unhandled;
import dev.marathon.instance.Placement;
import dev.marathon.offer.Offer.Attribute;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text that constraints compare: of an agent's attribute, of a field of an offer, of a field of
 * a placed instance. Never depends on the locale.
 */
public final class AttributeText {

  public static final String HOSTNAME = "hostname";
  public static final String AT_HOSTNAME = "@hostname";
  public static final String REGION = "@region";
  public static final String ZONE = "@zone";

  private static final int DECIMALS = 3;
  private static final int MAX_NUMBER_LENGTH = 64;
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?");

  private AttributeText() {}

  /** Text as it is, {@code 0.###} for scalars, {@code [b-e,b-e]} and {@code {a,b}}, sorted. */
  public static String of(Attribute attribute) {
    if (attribute instanceof Attribute.Text text) {
      return text.value();
    }
    if (attribute instanceof Attribute.Scalar scalar) {
      return Double.isFinite(scalar.value())
          ? scalar(new BigDecimal(scalar.value()))
          : Double.toString(scalar.value());
    }
    if (attribute instanceof Attribute.Ranges ranges) {
      return ranges.ranges().stream()
          .sorted(Comparator.comparingLong(range -> range[0]))
          .map(range -> range[0] + "-" + range[1])
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (attribute instanceof Attribute.Items items) {
      String[] sorted = items.items().toArray(String[]::new);
      Arrays.sort(sorted);
      return "{" + String.join(",", sorted) + "}";
    }
    throw new Unhandled(attribute);
  }

  /** The value of a constraint's field on an agent; absent if the agent has none. */
  public static Optional<String> field(String field, Offer offer) {
    return switch (field) {
      case HOSTNAME, AT_HOSTNAME -> Optional.of(offer.host());
      case REGION -> offer.region();
      case ZONE -> offer.zone();
      default -> Optional.ofNullable(offer.attributes().get(field)).map(AttributeText::of);
    };
  }

  /** The value of a constraint's field where an instance was placed. */
  public static Optional<String> field(String field, Placement placement) {
    return switch (field) {
      case HOSTNAME, AT_HOSTNAME -> Optional.of(placement.host());
      case REGION -> placement.region();
      case ZONE -> placement.zone();
      default -> Optional.ofNullable(placement.attributes().get(field));
    };
  }

  /** Whether a field names an agent attribute rather than something every agent has. */
  static boolean attribute(String field) {
    return switch (field) {
      case HOSTNAME, AT_HOSTNAME, REGION, ZONE -> false;
      default -> true;
    };
  }

  static boolean number(String text) {
    return text.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(text).matches();
  }

  /** The scalar form of a text that is a number, any other text as it is. */
  static String asScalar(String text) {
    return number(text) ? scalar(new BigDecimal(text)) : text;
  }

  private static String scalar(BigDecimal value) {
    BigDecimal rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
