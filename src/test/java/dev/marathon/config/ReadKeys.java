package dev.marathon.config;

import com.typesafe.config.Config;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;

/** A configuration that remembers which keys were read. */
final class ReadKeys {
  private final Set<String> keys = new TreeSet<>();

  Set<String> keys() {
    return keys;
  }

  Config watch(Config config) {
    return watch(config, "");
  }

  private Config watch(Config config, String prefix) {
    return (Config)
        Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) -> {
              Object value;
              try {
                value = method.invoke(config, arguments);
              } catch (InvocationTargetException refused) {
                throw refused.getCause();
              }
              if (arguments == null || !(arguments[0] instanceof String path)) {
                return value;
              }
              if (method.getName().equals("getConfig")) {
                return watch((Config) value, prefix + path + ".");
              }
              keys.add(prefix + path);
              return value;
            });
  }
}
