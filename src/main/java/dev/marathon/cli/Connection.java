package dev.marathon.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that every client command takes: which server, as whom, and how to print. */
final class Connection {

  @Spec(Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = {"-H", "--marathon-host", "--host"},
      paramLabel = "URL",
      description =
          "Server, or several with commas between. Default: $MARATHON_HOST, the context, then"
              + " http://localhost:8080.")
  String host;

  @Option(
      names = {"-U", "--marathon-user"},
      paramLabel = "NAME",
      description = "User. Default: $MARATHON_USER.")
  String user;

  @Option(
      names = {"-P", "--marathon-pass"},
      paramLabel = "PASSWORD",
      description =
          "Password; '-' reads it from standard input. Others can see a password on the command"
              + " line: better use $MARATHON_PASS.")
  String password;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Bearer token. Default: $MARATHON_TOKEN, then the context's token file.")
  String token;

  @Option(names = "--context", paramLabel = "NAME", description = "Server from the client's file.")
  String context;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "PEM certificates to trust besides the system's. $MARATHON_CACERT.")
  Path cacert;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "table, json, yaml or legacy. Default: $MARATHON_OUTPUT, then table.")
  Format output;

  Server server() {
    var environment = System.getenv();
    if ("-".equals(password)) {
      password =
          new java.util.Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8).nextLine();
    }
    return Server.connect(
        Settings.of(this, environment, ClientFile.load(ClientFile.path(environment))), printer());
  }

  Printer printer() {
    var environment = System.getenv();
    boolean terminal = Terminal.present();
    return new Printer(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        format(environment),
        terminal,
        terminal && !environment.containsKey("NO_COLOR"));
  }

  private Format format(Map<String, String> environment) {
    return output != null
        ? output
        : Optional.ofNullable(environment.get("MARATHON_OUTPUT"))
            .map(name -> new FormatConverter().convert(name))
            .orElse(Format.table);
  }

  /** Whether the output is to be that of the historical client. */
  boolean legacy() {
    return format(System.getenv()) == Format.legacy;
  }

  /**
   * Where the server is and who asks, after the precedence of option, environment, context,
   * default.
   */
  record Settings(
      List<String> urls,
      Optional<String> user,
      Optional<String> password,
      Optional<String> token,
      Optional<Path> cacert) {

    static Settings of(Connection given, Map<String, String> environment, ClientFile file) {
      var name =
          first(given.context, environment.get("MARATHON_CONTEXT"), file.current().orElse(null));
      var context =
          name.map(file::named).orElse(new ClientFile.Context("http://localhost:8080", null, null));
      var urls =
          first(given.host, environment.get("MARATHON_HOST")).orElse(context.url()).split(",");
      return new Settings(
          List.of(urls).stream().map(Settings::url).toList(),
          first(given.user, environment.get("MARATHON_USER"), context.user()),
          first(given.password, environment.get("MARATHON_PASS")),
          token(given, environment, context),
          Optional.ofNullable(given.cacert)
              .or(() -> first(environment.get("MARATHON_CACERT")).map(Path::of)));
    }

    /** Who says another user or another server does not mean the token that goes with this one. */
    private static Optional<String> token(
        Connection given, Map<String, String> environment, ClientFile.Context context) {
      if (given.token != null || given.user != null) {
        return first(given.token);
      }
      var fromEnvironment = first(environment.get("MARATHON_TOKEN"));
      boolean another =
          first(given.host, environment.get("MARATHON_HOST"), environment.get("MARATHON_USER"))
              .isPresent();
      return fromEnvironment.isPresent() || another ? fromEnvironment : context.token();
    }

    private static Optional<String> first(String... values) {
      for (var value : values) {
        if (value != null && !value.isEmpty()) {
          return Optional.of(value);
        }
      }
      return Optional.empty();
    }

    private static String url(String text) {
      var url = text.trim();
      if (!url.contains("://")) {
        url = "http://" + url;
      }
      return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
  }

  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      for (var format : Format.values()) {
        if (format.name().equals(value)) {
          return format;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "'" + value + "' is not one of table, json, yaml, legacy");
    }
  }
}
