package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.source.SyslogReceiver.Transport;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Messages as syslog daemons send them. */
class SyslogReceiverTest {
  private final Inbox inbox = new Inbox(1 << 20);
  private final List<String> lines = new ArrayList<>();
  private final Set<Long> identities = new HashSet<>();

  private SyslogReceiver start(Transport transport) throws IOException {
    return SyslogReceiver.start("lb", transport, "127.0.0.1", 0, null, inbox, Clock.systemUTC());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void awaitLines(int count) {
    Awaitility.await().until(() -> take() >= count);
  }

  private int take() throws IOException {
    Batch batch;
    while ((batch = inbox.poll()) != null) {
      lines.addAll(Lines.read(batch.lines()));
      identities.addAll(Lines.identities(batch.lines()));
    }
    return lines.size();
  }

  @Test
  void aDatagramIsALineAndEqualOnesAreTwo() throws Exception {
    try (SyslogReceiver receiver = start(Transport.UDP);
        DatagramSocket socket = new DatagramSocket()) {
      InetAddress host = InetAddress.getByName("127.0.0.1");
      for (String text : List.of("<134>one", "<134>one", "<134>two\nlines\n")) {
        byte[] message = bytes(text);
        socket.send(new DatagramPacket(message, message.length, host, receiver.port()));
      }
      awaitLines(3);
    }
    assertThat(lines).containsExactly("<134>one", "<134>one", "<134>two lines");
    assertThat(identities).hasSize(3);
  }

  @Test
  void aStreamMayCountItsMessagesOrEndThem() throws Exception {
    try (SyslogReceiver receiver = start(Transport.TCP);
        Socket socket = new Socket("127.0.0.1", receiver.port())) {
      socket
          .getOutputStream()
          .write(bytes("<134>a\n11 <134>b\nmore<134>c\r\n200 words of text\n7 <134>dd"));
      awaitLines(5);
    }
    assertThat(lines)
        .containsExactly("<134>a", "<134>b more", "<134>c", "200 words of text", "<134>dd");
  }

  @Test
  void halfAMessageAtTheEndOfAConnectionIsALine() throws Exception {
    try (SyslogReceiver receiver = start(Transport.TCP)) {
      try (Socket socket = new Socket("127.0.0.1", receiver.port())) {
        socket.getOutputStream().write(bytes("<134>whole\n<134>ha"));
      }
      awaitLines(2);
    }
    assertThat(lines).containsExactly("<134>whole", "<134>ha");
  }

  @Test
  void whateverComesIsCutIntoMessagesThatEnd() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] stream = new byte[random.nextInt(200)];
      for (int b = 0; b < stream.length; b++) {
        stream[b] = (byte) "0123 <>\n\r\0a\u00e9".charAt(random.nextInt(12));
      }
      SyslogFrames frames =
          new SyslogFrames(new BufferedInputStream(new ByteArrayInputStream(stream)));
      int bytes = 0;
      byte[] message;
      while ((message = frames.next()) != null) {
        bytes += message.length;
      }
      assertThat(bytes).isLessThanOrEqualTo(stream.length);
    }
  }
}
