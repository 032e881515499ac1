package io.badhop.ingest.parse.varnish;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Output of varnishlog, grouped by request, by session or not at all. A request's event is the
 * outcome of the blank line behind its group, or of the next group's head where a shipper dropped
 * the blank line. Ungrouped, a fetch is logged by itself, mostly before the request that waits for
 * it; it is kept until that comes.
 */
final class VarnishLogParser implements LineParser {

  private static final int MOST_KEPT = 1_024;
  private static final int MOST_FETCHES = 32;
  private static final ParseResult CONTINUED = new ParseResult.Continued();

  private final ParseContext context;
  private final Map<String, List<VarnishFetch>> waiting = new Recent<>();
  private final Map<String, Boolean> done = new Recent<>();
  private VarnishRequest request;
  private VarnishFetch fetch;
  private String parent = "";
  private String current = "";
  private boolean ignoring;
  private long headIdentity;
  private long fetchIdentity;

  VarnishLogParser(ParseContext context) {
    this.context = context;
  }

  /** Forgets what is oldest. */
  private static final class Recent<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > MOST_KEPT;
    }
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text().stripTrailing();
    if (text.isEmpty()) {
      boolean open = request != null || fetch != null;
      return open ? finish() : new ParseResult.Skipped("blank");
    }
    VarnishRecord record = VarnishRecord.of(text);
    if (record == null) {
      return new ParseResult.Rejected(
          "not-the-format", "neither a head nor a record of varnishlog");
    }
    if (record.head()) {
      return head(record, line.identity());
    }
    return record.name().equals("Begin") ? begin(record.value().split(" ")) : tag(record);
  }

  private ParseResult head(VarnishRecord record, long identity) {
    ParseResult before = record.top() && (request != null || fetch != null) ? finish() : CONTINUED;
    closeFetch();
    headIdentity = identity;
    ignoring = false;
    if (record.name().equals("BeReq")) {
      fetch = new VarnishFetch(record.value());
      fetchIdentity = identity;
    } else if (record.name().equals("Request")) {
      if (request == null) {
        request = new VarnishRequest(record.value(), identity);
      }
    } else {
      ignoring = true;
    }
    current = record.value();
    return before;
  }

  /** {@code Begin req 1 rxreq}: what the transaction came from, and why. */
  private ParseResult begin(String[] words) {
    String from = words.length > 1 ? words[1] : "";
    String why = words.length > 2 ? words[2] : "";
    if (fetch != null) {
      parent = from;
      if (why.equals("bgfetch")) {
        fetch.inBackground();
      }
      return CONTINUED;
    }
    return request == null || ignoring ? CONTINUED : beginRequest(from, why);
  }

  private ParseResult beginRequest(String from, String why) {
    boolean first = current.equals(request.vxid());
    if (why.equals("restart")) {
      request.include(first ? from : current);
      return CONTINUED;
    }
    if (why.equals("esi")) {
      ignoring = true;
      if (first) {
        request.partOfPage();
      }
      return CONTINUED;
    }
    if (first) {
      return CONTINUED;
    }
    ParseResult before = finish();
    request = new VarnishRequest(current, headIdentity);
    return before;
  }

  private ParseResult tag(VarnishRecord record) {
    if (fetch != null) {
      fetch.tag(record.name(), record.value());
      if (request != null && record.name().equals("BereqHeader")) {
        request.tag(record.name(), record.value());
      }
    } else if (request != null && !ignoring) {
      request.tag(record.name(), record.value());
    }
    return CONTINUED;
  }

  /** Gives the fetch to its request, or keeps it for one that is still to come. */
  private void closeFetch() {
    VarnishFetch closed = fetch;
    fetch = null;
    if (closed == null) {
      return;
    }
    boolean ours = request != null && (parent.isEmpty() || request.own().contains(parent));
    if (ours) {
      request.include(closed.vxid());
      request.add(closed);
    } else if (request == null && !parent.isEmpty()) {
      List<VarnishFetch> kept = waiting.computeIfAbsent(parent, key -> new ArrayList<>());
      if (kept.size() < MOST_FETCHES) {
        kept.add(closed);
      }
    }
    parent = "";
  }

  private ParseResult finish() {
    String of = parent;
    VarnishFetch last = fetch;
    closeFetch();
    VarnishRequest closed = request;
    request = null;
    if (closed == null) {
      return last != null && done.containsKey(of) ? late(last, of) : CONTINUED;
    }
    for (String vxid : List.copyOf(closed.own())) {
      adopt(closed, vxid);
    }
    if (closed.isPartOfPage()) {
      return new ParseResult.Skipped("part-of-page");
    }
    if (closed.leadsOn()) {
      waiting.put(closed.vxid(), new ArrayList<>(closed.fetches()));
      return CONTINUED;
    }
    done.put(closed.vxid(), true);
    return closed.result(context);
  }

  /** Fetches that were logged by themselves, and the repeated tries that they caused. */
  private void adopt(VarnishRequest request, String vxid) {
    List<VarnishFetch> kept = waiting.remove(vxid);
    while (kept != null && !kept.isEmpty()) {
      String next = kept.get(kept.size() - 1).vxid();
      kept.forEach(request::add);
      kept = waiting.remove(next);
    }
  }

  /** A fetch that failed after its request was over: nothing else tells of it. */
  private ParseResult late(VarnishFetch late, String of) {
    waiting.remove(of);
    List<ErrorNote> notes = late.notes(context.addresses());
    if (notes.isEmpty() || late.time() < 0) {
      return CONTINUED;
    }
    return new ParseResult.Component(
        ComponentEvent.newBuilder()
            .setEventId(fetchIdentity)
            .setSite(context.site())
            .setSource(context.source())
            .setTier(Tier.PROXY)
            .setTime(late.time())
            .setResolution(1)
            .setKind(ComponentEventKind.UPSTREAM_ERROR)
            .setComponent(late.backend())
            .setAddress(notes.get(0).getUpstream())
            .setMessage(notes.get(0).getMessage())
            .setPath(Requests.withoutQuery(late.path()))
            .setNote(notes.get(0))
            .build());
  }
}
