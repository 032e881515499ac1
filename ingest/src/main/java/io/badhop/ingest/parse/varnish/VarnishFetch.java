package io.badhop.ingest.parse.varnish;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import java.util.ArrayList;
import java.util.List;

/** One backend transaction: a try of Varnish at one backend. */
final class VarnishFetch {

  private static final int MOST_NOTES = 16;
  private static final int MAX_STATUS = 999;

  private final String vxid;
  private final VarnishStamps stamps = new VarnishStamps();
  private final List<String> errors = new ArrayList<>();
  private String backend = "";
  private String address = "";
  private String path = "";
  private int status = -1;
  private long bytes = -1;
  private boolean background;

  VarnishFetch(String vxid) {
    this.vxid = vxid;
  }

  String vxid() {
    return vxid;
  }

  /** Refreshing an object that was served from the cache meanwhile: no part of the request. */
  void inBackground() {
    background = true;
  }

  boolean background() {
    return background;
  }

  void tag(String tag, String value) {
    switch (tag) {
      case "Timestamp" -> stamps.add(value);
      case "BereqURL" -> path = value;
      case "BackendOpen", "BackendReuse" -> open(value.split(" "));
      // Of several the first is the backend's; later ones are the configuration's doing.
      case "BerespStatus" -> status = status < 0 ? number(value) : status;
      case "BereqAcct" -> bytes = VarnishRequest.sent(value);
      case "FetchError" -> error(value);
      default -> {}
    }
  }

  private void open(String[] words) {
    if (words.length < 2) {
      return;
    }
    backend = words[1];
    if (words.length >= 4) {
      String host = words[2];
      address =
          host.startsWith("/")
              ? "unix:" + host
              : (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + words[3];
    }
  }

  private void error(String text) {
    if (backend.isEmpty()) {
      backend = FetchErrors.backend(text);
    }
    if (errors.size() < MOST_NOTES) {
      errors.add(text);
    }
  }

  private static int number(String value) {
    boolean digits =
        !value.isEmpty()
            && value.length() <= 3
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = digits ? Integer.parseInt(value) : -1;
    return number <= MAX_STATUS ? number : -1;
  }

  /**
   * A backend that is sick or has as many connections as it may have is not tried at all: then only
   * the error tells of it.
   */
  boolean tried() {
    return !address.isEmpty() || errors.stream().anyMatch(text -> text.contains(": fail"));
  }

  String backend() {
    return backend;
  }

  String path() {
    return path;
  }

  long time() {
    return stamps.last();
  }

  /** True when the header had come and the body broke off. */
  boolean brokeOff() {
    return !stamps.has("Error") && !errors.isEmpty() && status >= 0;
  }

  /** The try. Where there is an Error step, every status before or after it is Varnish's own. */
  Attempt attempt(AddressBook addresses) {
    boolean failed = stamps.has("Error") || status < 0;
    String from = stamps.has("Fetch") ? "Fetch" : "Start";
    return Attempt.newBuilder()
        .setAddress(upstream(addresses))
        .setPool(backend)
        .setStatus(failed ? 0 : status)
        .setConnectUs(stamps.between(from, "Connected"))
        .setHeaderUs(failed ? -1 : stamps.between(from, "Beresp"))
        .setResponseUs(stamps.between(from, failed ? "Error" : "BerespBody"))
        .setBytesReceived(bytes)
        .build();
  }

  private String upstream(AddressBook addresses) {
    return address.isEmpty() ? addresses.address(backend).orElse(backend) : address;
  }

  /** What Varnish said, in order. */
  List<ErrorNote> notes(AddressBook addresses) {
    List<ErrorNote> notes = new ArrayList<>();
    for (String text : errors) {
      notes.add(FetchErrors.note("FetchError", text, time(), upstream(addresses)));
    }
    return notes;
  }
}
