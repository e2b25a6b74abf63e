package dev.marathon.it;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.marathon.testing.SelfSigned;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A service as users run it: answers 200 to every request, or 500 while a file exists. To be
 * started by an app of a test.
 */
public final class WebServer {

  private WebServer() {}

  /**
   * @param arguments the file, and for TLS the key store of a {@link SelfSigned}
   */
  public static void main(String[] arguments) throws Exception {
    var address = new InetSocketAddress(Integer.parseInt(System.getenv("PORT0")));
    var server =
        arguments.length > 1
            ? secured(address, Path.of(arguments[1]))
            : HttpServer.create(address, 0);
    var ill = Path.of(arguments[0]);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(Files.exists(ill) ? 500 : 200, -1);
          exchange.close();
        });
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
  }

  private static HttpServer secured(InetSocketAddress address, Path keys)
      throws GeneralSecurityException, IOException {
    var server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.context(keys)));
    return server;
  }

  /** The command of an app that runs it. */
  static String command(Object... arguments) {
    return "exec "
        + Path.of(System.getProperty("java.home"), "bin", "java")
        + " -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "
        + classes()
        + " "
        + WebServer.class.getName()
        + " "
        + String.join(" ", List.of(arguments).stream().map(Object::toString).toList());
  }

  private static String classes() {
    return WebServer.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
