package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deals out a record's error lines to the attempts that they are about. */
final class Tries {

  private Tries() {}

  /** The tries in order; at least one. The last is the one whose outcome the client got. */
  static List<Try> of(ProxyEvent proxy) {
    List<Attempt> attempts = proxy.getAttempts();
    List<List<ErrorNote>> notes = new ArrayList<>();
    attempts.forEach(attempt -> notes.add(new ArrayList<>()));
    Map<String, List<ErrorNote>> strangers = new LinkedHashMap<>();
    for (ErrorNote note : proxy.getErrors()) {
      String upstream = tried(proxy.getErrors(), note);
      int slot = slot(proxy, notes, upstream);
      (slot >= 0
              ? notes.get(slot)
              : strangers.computeIfAbsent(
                  stranger(strangers.keySet(), upstream), name -> new ArrayList<>()))
          .add(note);
    }
    List<Try> tries = new ArrayList<>();
    strangers.forEach((address, lines) -> tries.add(new Try(proxy, null, address, lines)));
    for (int i = 0; i < attempts.size() && !supposed(proxy, notes, strangers); i++) {
      tries.add(new Try(proxy, attempts.get(i), "", notes.get(i)));
    }
    return tries.isEmpty() ? List.of(new Try(proxy, null, "", List.of())) : joined(proxy, tries);
  }

  /**
   * What a line is about. Apache names what it tried and the worker behind it, {@code attempt to
   * connect to 10.0.0.1:80 (shop.internal:80) failed}; its next lines name the worker alone.
   */
  private static String tried(List<ErrorNote> notes, ErrorNote note) {
    String upstream = note.getUpstream();
    if (upstream.isEmpty()) {
      return upstream;
    }
    return notes.stream()
        .filter(other -> !other.getUpstream().isEmpty())
        .filter(
            other ->
                other.getMessage().contains("(" + upstream + ":")
                    || other.getMessage().contains("(" + upstream + ")"))
        .map(ErrorNote::getUpstream)
        .findFirst()
        .orElse(upstream);
  }

  /**
   * True when the only attempt is what the configuration leads to expect, and error lines name
   * where the request really went: the configuration at hand may be another one by now.
   */
  private static boolean supposed(
      ProxyEvent proxy, List<List<ErrorNote>> notes, Map<String, List<ErrorNote>> strangers) {
    return Software.of(proxy.getSoftware()) == Software.APACHE
        && !proxy.getAttemptsLogged()
        && notes.stream().allMatch(List::isEmpty)
        && strangers.keySet().stream().anyMatch(name -> !name.isEmpty());
  }

  /** An upstream that no attempt names, as it was named first: Apache leaves out ports. */
  private static String stranger(Set<String> known, String upstream) {
    return known.stream()
        .filter(name -> !upstream.isEmpty() && same(name, upstream))
        .findFirst()
        .orElse(upstream);
  }

  /**
   * Lines that name no upstream are about the last try that names one, where no attempt is logged.
   */
  private static List<Try> joined(ProxyEvent proxy, List<Try> tries) {
    if (!proxy.getAttempts().isEmpty() || tries.size() < 2) {
      return tries;
    }
    List<Try> named =
        new ArrayList<>(tries.stream().filter(one -> !one.named().isEmpty()).toList());
    List<ErrorNote> nameless =
        tries.stream()
            .filter(one -> one.named().isEmpty())
            .flatMap(one -> one.notes().stream())
            .toList();
    if (nameless.isEmpty() || named.isEmpty()) {
      return tries;
    }
    Try last = named.remove(named.size() - 1);
    List<ErrorNote> all = new ArrayList<>(last.notes());
    all.addAll(nameless);
    named.add(new Try(proxy, null, last.named(), all));
    return named;
  }

  /** The attempt that a line is about; -1 when it names an upstream that none of them was. */
  private static int slot(ProxyEvent proxy, List<List<ErrorNote>> notes, String upstream) {
    int last = notes.size() - 1;
    if (last < 0 || upstream.isEmpty()) {
      return last;
    }
    int match = -1;
    for (int i = 0; i <= last; i++) {
      String address = proxy.getAttempts().get(i).getAddress();
      if (same(address, upstream)) {
        // One line per failed attempt: the second line about an address is about the second try.
        if (notes.get(i).isEmpty()) {
          return i;
        }
        match = i;
      }
    }
    return match >= 0 || Software.of(proxy.getSoftware()) == Software.APACHE ? match : last;
  }

  private static boolean same(String address, String named) {
    // Some of Apache's lines name the worker without its port.
    return address.isEmpty() || address.equals(named) || address.startsWith(named + ":");
  }
}
