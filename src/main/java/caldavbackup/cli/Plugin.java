package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.plakar.ExporterService;
import caldavbackup.plakar.ImporterService;
import caldavbackup.plakar.StdioServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Executor;

/** A plugin process: one service on two streams until the input ends. */
final class Plugin {
  private Plugin() {}

  static void run(String connector, InputStream in, OutputStream out) {
    boolean isImporter = connector.equals("importer");
    Routes routes =
        Routes.start(
            isImporter ? Routes.Purpose.IMPORTER : Routes.Purpose.EXPORTER,
            System.err::println,
            null);
    Executor workers = Workers.create();
    try {
      StdioServer.serve(
          in,
          out,
          isImporter ? new ImporterService(routes, workers) : new ExporterService(routes, workers));
    } catch (IOException e) {
      System.err.println("caldav: the plugin cannot start: " + e.getMessage());
    }
  }
}
