package dev.marathon.api.v2;

import dev.marathon.api.ApiError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Selects by labels: {@code key}, {@code key==value}, {@code key!=value}, {@code key in (a,b)},
 * {@code key notin (a,b)}, joined by commas that mean "and". Every form requires the label to
 * exist. A term is made of letters, digits, {@code -}, {@code _}, {@code .} and any character after
 * a backslash; blanks between tokens do not matter. A blank text selects every app.
 */
final class LabelSelector {

  /**
   * @param values empty for "exists"
   * @param in whether the label's value must be among the values, or must not
   */
  private record Term(String key, Set<String> values, boolean in) {
    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return value != null && (values.isEmpty() || values.contains(value) == in);
    }
  }

  private final String text;
  private int at;

  private LabelSelector(String text) {
    this.text = text;
  }

  /** A selector that was read. */
  static final class Selector {
    private final List<Term> terms;

    private Selector(List<Term> terms) {
      this.terms = List.copyOf(terms);
    }

    boolean matches(Map<String, String> labels) {
      return terms.stream().allMatch(term -> term.matches(labels));
    }
  }

  /**
   * @throws dev.marathon.api.Refused 422
   */
  static Selector parse(String text) {
    return new LabelSelector(text).selector();
  }

  private Selector selector() {
    var terms = new ArrayList<Term>();
    if (!text.isBlank()) {
      do {
        terms.add(term());
      } while (token(","));
    }
    if (at < text.length()) {
      throw fail("end of input expected");
    }
    return new Selector(terms);
  }

  private Term term() {
    String key = word();
    if (token("==")) {
      return new Term(key, Set.of(word()), true);
    }
    if (token("!=")) {
      return new Term(key, Set.of(word()), false);
    }
    if (token("notin")) {
      return new Term(key, values(), false);
    }
    if (token("in")) {
      return new Term(key, values(), true);
    }
    return new Term(key, Set.of(), true);
  }

  private Set<String> values() {
    if (!token("(")) {
      throw fail("'(' expected");
    }
    var values = new HashSet<String>();
    do {
      values.add(word());
    } while (token(","));
    if (!token(")")) {
      throw fail("')' expected");
    }
    return values;
  }

  private String word() {
    blanks();
    var word = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        word.append(text.charAt(at + 1));
        at += 2;
      } else if (plain(c)) {
        word.append(c);
        at++;
      } else {
        break;
      }
    }
    if (word.length() == 0) {
      throw fail("a label key or value expected");
    }
    blanks();
    return word.toString();
  }

  private boolean token(String token) {
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    blanks();
    return true;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean plain(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "-_.".indexOf(c) >= 0;
  }

  private RuntimeException fail(String reason) {
    return ApiError.of(422, "Can not parse label selector " + text + ". Reason: " + reason)
        .refused();
  }
}
