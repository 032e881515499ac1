package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A stack of wrappers that a file's lines are in, found from its first lines. */
public final class Wrappers {

  /** Most bytes of a line that comes out of its wrappers. */
  static final int LONGEST = 1 << 20;

  private static final int DEEPEST = 4;
  private static final double LEAST_SHARE = 0.9;
  private static final double LEAST_LEFTOVERS = 0.1;
  private static final int UTF_16_PROBE = 8;

  /** In this order: the stricter first. */
  private static final List<Supplier<Wrapper>> KINDS =
      List.of(
          Docker::new,
          Journald::new,
          Shipped::new,
          Cri::new,
          Stamped::new,
          Compose::new,
          Syslog::new,
          Tagged::new);

  private final Charset charset;
  private final List<Supplier<Wrapper>> stack;
  private final List<String> names;
  private final List<RawLine> inner;

  private Wrappers(
      Charset charset, List<Supplier<Wrapper>> stack, List<String> names, List<RawLine> inner) {
    this.charset = charset;
    this.stack = stack;
    this.names = names;
    this.inner = inner;
  }

  /**
   * The stacks in which these lines may be, from the shallowest; each is the one before it and one
   * wrapper more, and explains at least nine of ten lines. Empty when the lines are plain.
   *
   * @param sample first lines of a file; must stay valid
   */
  public static List<Wrappers> around(List<RawLine> sample) {
    List<Wrappers> found = new ArrayList<>();
    Wrappers plain = plain(sample);
    if (!plain.names.isEmpty()) {
      found.add(plain);
    }
    Wrappers next = plain.deeper(sample);
    while (next != null) {
      found.add(next);
      next = next.stack.size() < DEEPEST ? next.deeper(sample) : null;
    }
    return found;
  }

  /** A parser for lines in another encoding than UTF-8, which it hands on in UTF-8. */
  public static LineParser decoding(Charset charset, LineParser parser) {
    Unwrapper unwrapper = new Unwrapper(charset, List.of());
    return new WrappedParser(unwrapper, parser, ParseContext.of(""));
  }

  /** Lines in another encoding than UTF-8, in UTF-8; what is too long or a part is left out. */
  public static List<RawLine> decoded(Charset charset, List<RawLine> lines) {
    return inner(lines, charset, List.of());
  }

  /** What is inside the sampled lines. */
  List<RawLine> inner() {
    return inner;
  }

  /**
   * Whether formats may well read lines in the innermost wrapper themselves, so that taking it off
   * is no gain by itself; so with syslog, from whose prefix HAProxy's log has the host, and with
   * what is left of such a prefix.
   */
  public boolean isNative() {
    String innermost = names.get(names.size() - 1);
    return innermost.equals("syslog") || innermost.equals(Tagged.NAME);
  }

  /**
   * The detection of the inner format as one of the whole lines.
   *
   * @param context what is known of the source
   */
  public Detection wrap(Detection detection, ParseContext context) {
    String wrappers = toString();
    String variant = detection.variant();
    return new Detection(
        detection.format(),
        detection.confidence(),
        variant.isEmpty() ? wrappers : variant + " in " + wrappers,
        () -> new WrappedParser(unwrapper(charset, stack), detection.parser().get(), context));
  }

  @Override
  public String toString() {
    return String.join("+", names);
  }

  private static Unwrapper unwrapper(Charset charset, List<Supplier<Wrapper>> stack) {
    return new Unwrapper(charset, stack.stream().map(Supplier::get).toList());
  }

  private static Wrappers plain(List<RawLine> sample) {
    Charset charset = sample.isEmpty() ? null : utf16(sample.get(0));
    List<String> names = charset == null ? leftovers(sample) : List.of(charset.name());
    return new Wrappers(
        charset,
        List.of(),
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
        inner(sample, charset, List.of()));
  }

  /** Names of what is to be cleaned off. An escape in few lines is what a client sent. */
  private static List<String> leftovers(List<RawLine> sample) {
    List<String> names = new ArrayList<>();
    if (sample.stream().anyMatch(Wrappers::isMarked)) {
      names.add("bom");
    }
    if (sample.stream().filter(Wrappers::endsInReturn).count() > LEAST_LEFTOVERS * sample.size()) {
      names.add("crlf");
    }
    if (sample.stream().filter(Wrappers::isColoured).count() > LEAST_LEFTOVERS * sample.size()) {
      names.add("ansi");
    }
    return names;
  }

  private static boolean isMarked(RawLine line) {
    int end = line.start() + line.length();
    return Cleaner.behindMark(line.buffer(), line.start(), end) > line.start();
  }

  private static boolean endsInReturn(RawLine line) {
    return line.length() > 0 && line.buffer()[line.start() + line.length() - 1] == '\r';
  }

  private static boolean isColoured(RawLine line) {
    for (int i = line.start(), end = line.start() + line.length() - 1; i < end; i++) {
      if (line.buffer()[i] == 0x1b && line.buffer()[i + 1] == '[') {
        return true;
      }
    }
    return false;
  }

  /** UTF-16 by its mark, or by zeros in the place of the high bytes; null when it is not. */
  private static Charset utf16(RawLine first) {
    byte[] bytes = first.buffer();
    int at = first.start();
    if (first.length() < 2) {
      return null;
    }
    int mark = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    if (mark == 0xfffe || mark == 0xfeff) {
      return mark == 0xfffe ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }
    int[] zeros = new int[2];
    for (int i = 0; i < first.length() && first.length() >= UTF_16_PROBE; i++) {
      zeros[i & 1] += bytes[at + i] == 0 ? 1 : 0;
    }
    int most = first.length() * 2 / 5;
    if (zeros[1] > most && zeros[0] <= 1) {
      return StandardCharsets.UTF_16LE;
    }
    return zeros[0] > most && zeros[1] <= 1 ? StandardCharsets.UTF_16BE : null;
  }

  /** These and one wrapper more; null when no kind explains enough. */
  private Wrappers deeper(List<RawLine> sample) {
    List<RawLine> lines = inner.stream().filter(line -> line.length() > 0).toList();
    for (Supplier<Wrapper> kind : lines.isEmpty() ? List.<Supplier<Wrapper>>of() : KINDS) {
      Wrapper wrapper = kind.get();
      String name = "";
      int mine = 0;
      for (RawLine line : lines) {
        Envelope envelope = new Envelope();
        envelope.begin(line);
        if (wrapper.unwrap(envelope) != Wrapper.Outcome.NOT_MINE) {
          mine++;
          name = wrapper.name();
        }
      }
      if (mine >= LEAST_SHARE * lines.size()) {
        return with(kind, name, sample);
      }
    }
    return null;
  }

  private Wrappers with(Supplier<Wrapper> kind, String name, List<RawLine> sample) {
    List<Supplier<Wrapper>> deeper = new ArrayList<>(stack);
    deeper.add(kind);
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new Wrappers(charset, deeper, longer, inner(sample, charset, deeper));
  }

  private static List<RawLine> inner(
      List<RawLine> sample, Charset charset, List<Supplier<Wrapper>> stack) {
    Unwrapper unwrapper = unwrapper(charset, stack);
    return sample.stream()
        .filter(line -> unwrapper.unwrap(line) == Unwrapper.Outcome.LINE)
        .map(line -> copy(unwrapper.envelope()))
        .collect(Collectors.toList());
  }

  private static RawLine copy(Envelope line) {
    byte[] own = Arrays.copyOfRange(line.bytes(), line.start(), line.end());
    return new RawLine(own, 0, own.length, line.offset());
  }
}
