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

/**
 * Says where a backup delivers to, and what keeps the state of its objects. An empty value of a
 * property is none.
 */
public final class Delivery implements Processor {
  /** Camel writes the whole file anew beyond that, and not atomically. */
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

  /** Whether manifests and the status go where the objects go. */
  public void setProof(boolean isWanted) {
    hasProof = isWanted;
  }

  /** The name of a store of states in the registry. */
  public void setState(String name) {
    state = name;
  }

  /** The file of a store of states. */
  public void setStateFile(String path) {
    stateFile = path;
  }

  /** Whether only changes are wanted: without any store, memory is one. */
  public void setChanges(boolean isWanted) {
    isForChanges = isWanted;
  }

  /**
   * Puts the properties on the exchange.
   *
   * @throws Failure of kind OPTION when two stores of states are named
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

  /** Null for what the caller or the context says. */
  private Object store(CamelContext context) throws Failure {
    if (!state.isBlank() && !stateFile.isBlank()) {
      throw Failure.option("'state' and 'stateFile' are both given: one of them keeps the state");
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

  /** One store for each file: another would not see what this one writes. */
  private Object file(CamelContext context) {
    File file = new File(stateFile).getAbsoluteFile();
    if (!file.getParentFile().isDirectory()) {
      file.getParentFile().mkdirs(); // the store says why it cannot be written
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
