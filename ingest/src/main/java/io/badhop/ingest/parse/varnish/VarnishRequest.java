package io.badhop.ingest.parse.varnish;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One client request with its restarts and the fetches that it caused. */
final class VarnishRequest {

  private static final int MOST_FETCHES = 32;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int FIRST_SERVER_ERROR = 500;

  /** Headers that are kept, whichever side sent them. */
  private static final Set<String> HEADERS =
      Set.of(
          "host",
          "x-request-id",
          "x-correlation-id",
          "traceparent",
          "x-b3-traceid",
          "cf-ray",
          "x-amzn-trace-id",
          "x-amz-cf-id",
          "cf-connecting-ip",
          "x-forwarded-for");

  private final String vxid;
  private final long identity;
  private final Set<String> own = new HashSet<>();
  private final VarnishStamps stamps = new VarnishStamps();
  private final ProxyFields fields = new ProxyFields();
  private final List<VarnishFetch> fetches = new ArrayList<>();
  private final List<ErrorNote> notes = new ArrayList<>();
  private boolean restarted;
  private boolean included;
  private boolean piped;

  /**
   * @param vxid number of the transaction
   * @param identity of the line that it begins with
   */
  VarnishRequest(String vxid, long identity) {
    this.vxid = vxid;
    this.identity = identity;
    own.add(vxid);
  }

  String vxid() {
    return vxid;
  }

  /** Numbers of the transactions that belong to this request. */
  Set<String> own() {
    return own;
  }

  void include(String other) {
    if (own.size() < 4 * MOST_FETCHES) {
      own.add(other);
    }
  }

  void add(VarnishFetch fetch) {
    if (fetches.size() < MOST_FETCHES && !fetch.background()) {
      fetches.add(fetch);
    }
  }

  List<VarnishFetch> fetches() {
    return fetches;
  }

  /** A piece that Varnish put into a page itself (ESI); no visitor asked for it. */
  void partOfPage() {
    included = true;
  }

  boolean isPartOfPage() {
    return included;
  }

  /** True for a transaction that only led to another one. */
  boolean leadsOn() {
    return restarted && fields.get("RespStatus").isEmpty();
  }

  void tag(String tag, String value) {
    switch (tag) {
      case "Timestamp" -> stamps.add(value);
      case "ReqMethod", "ReqURL", "ReqStart", "RespStatus", "ReqAcct" -> fields.put(tag, value);
      case "ReqHeader" -> header("q:", value);
      case "BereqHeader" -> header("b:", value);
      case "RespHeader" -> header("p:", value);
      case "VCL_return" -> {
        restarted |= value.equals("restart");
        piped |= value.equals("pipe");
      }
      case "VCL_Error", "Error" -> error(tag, value);
      default -> {}
    }
  }

  private void error(String tag, String value) {
    if (notes.size() < MOST_FETCHES) {
      notes.add(FetchErrors.note(tag, value, stamps.last(), ""));
    }
  }

  private void header(String side, String value) {
    int colon = value.indexOf(':');
    String name = colon < 0 ? "" : value.substring(0, colon).toLowerCase(Locale.ROOT);
    if (HEADERS.contains(name)) {
      fields.put(side + name, value.substring(colon + 1).strip());
    }
  }

  ParseResult result(ParseContext context) {
    long end = stamps.has("Resp") ? stamps.at("Resp") : stamps.last();
    if (end < 0) {
      return new ParseResult.Rejected("bad-timestamp", "no Timestamp among the records");
    }
    long status = fields.number("RespStatus");
    ProxyEvent event =
        ProxyEvent.newBuilder()
            .setEventId(identity)
            .setTime(end)
            .setRequestId("")
            .setStatus(status > 0 && status <= 999 ? (int) status : -1)
            .build();
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("varnish");
    event.setConnection(vxid);
    event.setResolution(1);
    event.setStartTime(stamps.at("Start"));
    boolean open = piped || status == SWITCHING_PROTOCOLS;
    event.setDurationUs(open || !stamps.has("Start") ? -1 : end - stamps.at("Start"));
    request(event);
    ids(event, context);
    attempts(event, context);
    return new ParseResult.Event(event);
  }

  private void request(ProxyEvent event) {
    event.setMethod(fields.get("ReqMethod"));
    event.setPath(Requests.withoutQuery(fields.get("ReqURL")));
    event.setHost(Requests.host(fields.get("q:host")));
    String forwarded = Requests.firstAddress(fields.get("q:cf-connecting-ip", "q:x-forwarded-for"));
    String peer = fields.get("ReqStart");
    int space = peer.indexOf(' ');
    event.setClientIp(
        !forwarded.isEmpty() ? forwarded : space < 0 ? peer : peer.substring(0, space));
    event.setBytesSent(sent(fields.get("ReqAcct")));
  }

  private void ids(ProxyEvent event, ParseContext context) {
    RequestIds.Choice choice =
        context
            .ids()
            .choose(
                fields.get(
                    "q:x-request-id", "b:x-request-id", "p:x-request-id", "q:x-correlation-id"),
                fields.get("q:traceparent", "b:traceparent", "q:x-b3-traceid"),
                fields.get("q:cf-ray", "q:x-amzn-trace-id", "q:x-amz-cf-id"),
                identity);
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  private void attempts(ProxyEvent event, ParseContext context) {
    event.setAttemptsLogged(true);
    List<Attempt> attempts = new ArrayList<>();
    List<ErrorNote> errors = new ArrayList<>(notes);
    for (VarnishFetch fetch : fetches) {
      if (fetch.tried()) {
        attempts.add(fetch.attempt(context.addresses()));
      }
      errors.addAll(fetch.notes(context.addresses()));
      event.setPool(fetch.backend().isEmpty() ? event.getPool() : fetch.backend());
      event.setCompleted(!fetch.brokeOff() || event.getStatus() >= FIRST_SERVER_ERROR);
    }
    event.setAttempts(attempts);
    event.setErrors(errors);
  }

  /**
   * The last of six counts of bytes: header, body and sum received, then header, body and sum sent
   * or, of a fetch, got back.
   */
  static long sent(String accounting) {
    String[] counts = accounting.split(" ");
    boolean fine =
        counts.length == 6
            && !counts[5].isEmpty()
            && counts[5].length() < 18
            && counts[5].chars().allMatch(c -> c >= '0' && c <= '9');
    return fine ? Long.parseLong(counts[5]) : -1;
  }
}
