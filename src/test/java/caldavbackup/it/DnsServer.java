package caldavbackup.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback that knows the records it was given, and nothing else. */
final class DnsServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private DnsServer() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "dns");
    thread.setDaemon(true);
    thread.start();
  }

  static DnsServer start() throws IOException {
    return new DnsServer();
  }

  /**
   * Adds a record as a zone file writes it, for example {@code SRV "0 1 443 cal.example.test."}.
   */
  DnsServer record(String name, int type, String data) throws IOException {
    Name owner = Name.fromString(name, Name.root);
    records
        .computeIfAbsent(key(owner, type), k -> new CopyOnWriteArrayList<>())
        .add(Record.fromString(owner, type, DClass.IN, 60, data, Name.root));
    return this;
  }

  /** The JVM option that makes our launcher ask this server. */
  String javaOption() {
    return "-Ddns.server=127.0.0.1:" + socket.getLocalPort();
  }

  /** {@code TYPE name} of every question so far. */
  List<String> asked() {
    return asked;
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] answer = answer(java.util.Arrays.copyOf(buffer, packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private byte[] answer(byte[] query) throws IOException {
    Message question = new Message(query);
    Record wanted = question.getQuestion();
    asked.add(key(wanted.getName(), wanted.getType()));
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(wanted, Section.QUESTION);
    List<Record> found = records.getOrDefault(key(wanted.getName(), wanted.getType()), List.of());
    found.forEach(record -> answer.addRecord(record, Section.ANSWER));
    if (found.isEmpty()) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    return answer.toWire();
  }

  private static String key(Name name, int type) {
    return Type.string(type) + " " + name.toString(true);
  }

  @Override
  public void close() {
    socket.close();
  }
}
