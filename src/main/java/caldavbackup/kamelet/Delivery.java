package caldavbackup.kamelet;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.File;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.state.FileStateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;

/** Sets the endpoints and the state store of a backup. An empty property means none. */
public final class Delivery implements Processor {
  /** Beyond this size, Camel rewrites the whole file, and not atomically. */
  private static final long FILE_SIZE = 1L << 40;

  private final StateRepository<String, String> memory = new MemoryStateRepository();
  private String to = "";
  private String manifestTo = "";
  private String statusTo = "";
  private String state = "";
  private String stateFile = "";
  private boolean isForChanges;
  private boolean hasProof;

  /** The endpoint for objects. */
  public void setTo(String endpoint) {
    to = endpoint;
  }

  /** The endpoint for manifests. */
  public void setManifestTo(String endpoint) {
    manifestTo = endpoint;
  }

  /** The endpoint for the status. */
  public void setStatusTo(String endpoint) {
    statusTo = endpoint;
  }

  /** Whether manifests and the status go to the endpoint for objects. */
  public void setProof(boolean isWanted) {
    hasProof = isWanted;
  }

  /** The name of a state store in the registry. */
  public void setState(String name) {
    state = name;
  }

  /** The file of a state store. */
  public void setStateFile(String path) {
    stateFile = path;
  }

  /** Whether only changes are wanted. Without a state store, one in memory is used. */
  public void setChanges(boolean isWanted) {
    isForChanges = isWanted;
  }

  /**
   * Sets the properties of the exchange.
   *
   * @throws Failure of kind OPTION when two state stores are named
   */
  @Override
  public void process(Exchange exchange) throws Failure {
    set(exchange, CaldavConstants.BACKUP_TO, to);
    set(exchange, CaldavConstants.MANIFEST_TO, hasProof ? to : manifestTo);
    set(exchange, CaldavConstants.STATUS_TO, hasProof ? to : statusTo);
    Object store = store(exchange.getContext());
    if (store != null) {
      exchange.setProperty(CaldavConstants.STATE, store);
    }
  }

  private static void set(Exchange exchange, String property, String value) {
    if (!value.isBlank()) {
      exchange.setProperty(property, value);
    }
  }

  /** Null to use the setting of the caller or the context. */
  private Object store(CamelContext context) throws Failure {
    if (!state.isBlank() && !stateFile.isBlank()) {
      throw Failure.option("use only one of the properties 'state' and 'stateFile'");
    }
    if (!stateFile.isBlank()) {
      return file(context);
    }
    if (!state.isBlank()) {
      return state;
    }
    boolean isGiven = !context.resolvePropertyPlaceholders("{{caldav.state:}}").isBlank();
    return isForChanges && !isGiven ? memory : null;
  }

  /** One store for each file, because a second one would not see the writes of the first. */
  private Object file(CamelContext context) {
    File file = new File(stateFile).getAbsoluteFile();
    if (!file.getParentFile().isDirectory()) {
      file.getParentFile().mkdirs(); // the store reports why it cannot be written
    }
    String name = "caldav state in " + file;
    synchronized (context) {
      Object store = context.getRegistry().lookupByName(name);
      if (store == null) {
        store = FileStateRepository.fileStateRepository(file, FILE_SIZE);
        context.getRegistry().bind(name, store);
      }
      return store;
    }
  }
}
