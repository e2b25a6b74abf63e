package dev.marathon.local.wire;

import java.util.List;
import java.util.SortedMap;

/** A parsed JSON value. */
public sealed interface Json {

  /** What Mesos calls the kind of value in its error texts. */
  String kind();

  /**
   * Members in the order of their names, as Mesos visits them. A name given twice has its last
   * value.
   */
  record Obj(SortedMap<String, Json> members) implements Json {
    @Override
    public String kind() {
      return "object";
    }
  }

  record Arr(List<Json> items) implements Json {
    @Override
    public String kind() {
      return "array";
    }
  }

  record Text(String value) implements Json {
    @Override
    public String kind() {
      return "string";
    }
  }

  /** A number, kept as written so that 64-bit integers stay exact. */
  record Num(String text) implements Json {
    @Override
    public String kind() {
      return "number";
    }
  }

  record Bool(boolean value) implements Json {
    @Override
    public String kind() {
      return "boolean";
    }
  }

  record Null() implements Json {
    @Override
    public String kind() {
      return "null";
    }
  }
}
