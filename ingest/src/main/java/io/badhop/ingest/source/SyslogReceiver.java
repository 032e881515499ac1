package io.badhop.ingest.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes syslog messages: over UDP one a datagram (RFC 5426), over TCP or TLS one a line or each
 * with its length before it (RFC 6587). A message is a line of the log. Over TCP a sender is not
 * read while there is no room; over UDP what finds no room is lost and counted. Syslog has no
 * answer, so what was received and not yet published is lost with this process.
 */
public final class SyslogReceiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyslogReceiver.class);

  private static final int MAX_DATAGRAM = 65_535;
  private static final int BATCH = 1 << 16;
  private static final int MAX_CONNECTIONS = 1000;

  /** The way that messages come. */
  public enum Transport {
    UDP,
    TCP,
    /** TCP with TLS (RFC 5425). */
    TLS
  }

  private final String log;
  private final Inbox inbox;
  private final InstantSource clock;
  private final AutoCloseable socket;
  private final int port;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong place;
  private volatile boolean closed;

  private SyslogReceiver(
      String log, Inbox inbox, InstantSource clock, AutoCloseable socket, int port) {
    this.log = log;
    this.inbox = inbox;
    this.clock = clock;
    this.socket = socket;
    this.port = port;
    // Nothing is delivered twice, so places only must differ, also from those before a restart.
    this.place = new AtomicLong(clock.millis() << 20);
  }

  /**
   * Starts to listen.
   *
   * @param log name of the log that the messages belong to
   * @param port port to listen on, 0 for a free one
   * @param tls key and certificate to show; used for TLS only
   * @throws IOException when the address cannot be listened on; the message names it
   */
  public static SyslogReceiver start(
      String log,
      Transport transport,
      String host,
      int port,
      SSLContext tls,
      Inbox inbox,
      InstantSource clock)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    try {
      if (transport == Transport.UDP) {
        DatagramSocket socket = new DatagramSocket(address);
        SyslogReceiver receiver =
            new SyslogReceiver(log, inbox, clock, socket, socket.getLocalPort());
        receiver.run("syslog-udp", () -> receiver.datagrams(socket));
        return receiver;
      }
      ServerSocket socket = server(transport, address, tls);
      SyslogReceiver receiver =
          new SyslogReceiver(log, inbox, clock, socket, socket.getLocalPort());
      receiver.run("syslog-tcp", () -> receiver.accept(socket));
      return receiver;
    } catch (SocketException e) {
      throw new IOException("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private static ServerSocket server(Transport transport, InetSocketAddress at, SSLContext tls)
      throws IOException {
    InetAddress host = at.getAddress();
    return transport == Transport.TLS
        ? tls.getServerSocketFactory().createServerSocket(at.getPort(), 50, host)
        : new ServerSocket(at.getPort(), 50, host);
  }

  /** Port that it listens on. */
  public int port() {
    return port;
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void run(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                if (!closed) {
                  LOG.warn("syslog connection ended: log={} error={}", log, e.toString());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void datagrams(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    while (!closed) {
      packet.setLength(MAX_DATAGRAM);
      socket.receive(packet);
      ByteArrayOutputStream message = new ByteArrayOutputStream(packet.getLength() + 1);
      append(message, packet.getData(), packet.getLength());
      inbox.offerOnce(batch(message));
    }
  }

  private void accept(ServerSocket server) throws IOException {
    while (!closed) {
      Socket connection = server.accept();
      if (connections.size() >= MAX_CONNECTIONS) {
        LOG.warn("too many syslog connections: log={} limit={}", log, MAX_CONNECTIONS);
        connection.close();
        continue;
      }
      connections.add(connection);
      run("syslog-connection", () -> messages(connection));
    }
  }

  private void messages(Socket connection) throws IOException, InterruptedException {
    try (connection) {
      SyslogFrames frames = new SyslogFrames(new BufferedInputStream(in(connection), BATCH));
      ByteArrayOutputStream batch = new ByteArrayOutputStream();
      byte[] message;
      while ((message = frames.next()) != null) {
        append(batch, message, message.length);
        if (!frames.hasMore() || batch.size() >= BATCH) {
          if (!inbox.put(batch(batch))) {
            return;
          }
          batch = new ByteArrayOutputStream();
        }
      }
      if (batch.size() > 0) {
        inbox.put(batch(batch));
      }
    } finally {
      connections.remove(connection);
    }
  }

  private static InputStream in(Socket connection) throws IOException {
    return connection.getInputStream();
  }

  /** A message of several lines stays one line of the log, as in rsyslog's files. */
  private static void append(ByteArrayOutputStream batch, byte[] message, int length) {
    int end = length;
    while (end > 0
        && (message[end - 1] == '\n' || message[end - 1] == '\r' || message[end - 1] == 0)) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      batch.write(message[i] == '\n' || message[i] == '\r' ? ' ' : message[i]);
    }
    batch.write('\n');
  }

  private Batch batch(ByteArrayOutputStream lines) {
    long at = place.getAndAdd(lines.size());
    return new Batch(log, lines.toByteArray(), at, clock.instant());
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
