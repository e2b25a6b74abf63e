package dev.marathon.it;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A service as users run it: answers 200 to every request, or 500 while a file exists. To be
 * started by an app of a test.
 */
public final class WebServer {

  private static final char[] PASSWORD = "secret".toCharArray();

  private WebServer() {}

  /**
   * @param arguments the file, and for TLS a key store
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
    server.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
    return server;
  }

  private static SSLContext tls(Path file) throws GeneralSecurityException, IOException {
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
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

  /** Makes a key store with a certificate that nobody vouches for. */
  static Path keys(Path directory) throws IOException, InterruptedException {
    var file = directory.resolve("keys.p12");
    var log = directory.resolve("keytool.log");
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "x",
                "-dname",
                "CN=somebody.else",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (made.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
    return file;
  }
}
