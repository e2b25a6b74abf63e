package dev.marathon.offer;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a user with a bound on its running time. Java's matcher backtracks, so
 * {@code (a+)+b} can take years; here it reads at most {@link #MAX_READS} characters of its input,
 * counted where it reads them, and then gives up. Long inputs, which could exhaust the stack, are
 * given up at once. Answers are remembered: a cluster has few distinct values.
 */
final class BoundedRegex {

  enum Answer {
    MATCHES,
    DIFFERS,
    GIVEN_UP
  }

  static final int MAX_READS = 100_000;
  private static final int MAX_INPUT = 2_000;
  private static final int MAX_REMEMBERED = 10_000;

  private final Pattern pattern;
  private final Map<String, Answer> answers = new HashMap<>();

  private BoundedRegex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * A text that is no regular expression is never stored; if it is all the same, it decides
   * nothing.
   */
  static BoundedRegex of(String regex) {
    try {
      return new BoundedRegex(Pattern.compile(regex));
    } catch (PatternSyntaxException | StackOverflowError invalid) {
      return new BoundedRegex(null);
    }
  }

  /** Whether the whole value matches. */
  Answer full(String value) {
    Answer known = answers.get(value);
    if (known != null) {
      return known;
    }
    Answer answer = run(value);
    if (answers.size() < MAX_REMEMBERED) {
      answers.put(value, answer);
    }
    return answer;
  }

  private Answer run(String value) {
    if (pattern == null || value.length() > MAX_INPUT) {
      return Answer.GIVEN_UP;
    }
    try {
      return pattern.matcher(new Counted(value, 0, value.length(), new int[1])).matches()
          ? Answer.MATCHES
          : Answer.DIFFERS;
    } catch (TooManyReads | StackOverflowError endless) {
      return Answer.GIVEN_UP;
    }
  }

  /**
   * @param reads shared with all subsequences
   */
  private record Counted(String text, int from, int to, int[] reads) implements CharSequence {
    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      if (++reads[0] > MAX_READS) {
        throw TooManyReads.INSTANCE;
      }
      return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text, from + start, from + end, reads);
    }

    @Override
    public String toString() {
      return text.substring(from, to);
    }
  }

  private static final class TooManyReads extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final TooManyReads INSTANCE = new TooManyReads();

    private TooManyReads() {
      super("too many reads", null, false, false);
    }
  }
}
