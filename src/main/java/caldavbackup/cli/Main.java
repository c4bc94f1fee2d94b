package caldavbackup.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The entry point of {@code bin/caldav}: Plakar's plugin process, or the command line. */
public final class Main {
  private Main() {}

  /**
   * Runs a command. {@code importer} and {@code exporter} serve Plakar on stdin and stdout.
   *
   * @throws IOException when the jar is damaged
   */
  public static void main(String[] args) throws IOException {
    StartCache.repair(System.err);
    String help = Help.answer(args);
    if (help != null) { // first, before unneeded classes are loaded
      Stdout out = new Stdout(new FileOutputStream(FileDescriptor.out));
      out.print(help);
      int code = out.exitCode(Command.DONE, Command.FAILED, System.err);
      if (code != Command.DONE) {
        System.exit(code);
      }
      return;
    }
    if (args.length == 0) {
      System.err.print(Help.first(Path.of("")));
      System.exit(Command.USAGE);
    }
    Logging.quiet();
    String first = args[0];
    if (first.equals("importer") || first.equals("exporter")) {
      System.setOut(System.err); // stdout carries the protocol: a single other byte would break it
      Plugin.run(
          first, new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
      Runtime.getRuntime().halt(0); // Plakar has ended, so nothing is left to save
    }
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int code = CaldavCommand.run(args, new FileOutputStream(FileDescriptor.out), err);
    System.exit(code);
  }
}
