package dev.marathon.api;

import akka.util.ByteString;
import akka.util.ByteStringBuilder;
import java.io.OutputStream;

/**
 * Takes what is encoded in pieces: what was {@link Encoded} before is referred to, not copied. One
 * thread.
 */
final class Pieces extends OutputStream {

  static final ByteString COMMA = ByteString.fromString(",");

  private final ByteStringBuilder pieces = ByteString.createBuilder();
  private long own;
  private long shared;

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    own += length;
    pieces.append(
        length == 1 && bytes[from] == ',' ? COMMA : ByteString.fromArray(bytes, from, length));
  }

  /**
   * @param kept whether others have it too
   */
  void add(ByteString bytes, boolean kept) {
    own += kept ? 0 : bytes.length();
    shared += kept ? bytes.length() : 0;
    pieces.append(bytes);
  }

  void add(Pieces others) {
    own += others.own;
    shared += others.shared;
    pieces.append(others.bytes());
  }

  /** Bytes that nobody else has. */
  long own() {
    return own;
  }

  long shared() {
    return shared;
  }

  boolean isEmpty() {
    return own + shared == 0;
  }

  ByteString bytes() {
    return pieces.result();
  }
}
