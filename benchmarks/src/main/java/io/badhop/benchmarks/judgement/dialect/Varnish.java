package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Site;

/** What {@code varnishlog -g request} prints. */
final class Varnish implements Journal {

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;
  private long vxid = 2;

  Varnish(LogFiles logs, Site site, Clock clock) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.proxy();
    if (hop == null) {
      return;
    }
    vxid += 3;
    String text = client(handled.request(), hop) + fetch(handled.request(), hop);
    logs.line("varnishlog.log", clock.at(hop.end()), text);
  }

  private static void tag(StringBuilder text, String dash, String tag, String value) {
    text.append(dash).append(' ').append(dash.length() == 1 ? "  " : " ");
    text.append(tag).append(" ".repeat(15 - tag.length())).append(value).append('\n');
  }

  private void stamp(StringBuilder text, String dash, String name, long start, long at, long last) {
    String value =
        name + ": " + clock.unixMicros(at) + " " + (at - start) / 1e6 + " " + (at - last) / 1e6;
    tag(text, dash, "Timestamp", value);
  }

  private String client(Request request, Hop hop) {
    StringBuilder text = new StringBuilder();
    text.append("*   << Request  >> ").append(vxid).append("         \n");
    tag(text, "-", "Begin", "req " + (vxid - 1) + " rxreq");
    stamp(text, "-", "Start", hop.start(), hop.start(), hop.start());
    stamp(text, "-", "Req", hop.start(), hop.start(), hop.start());
    tag(text, "-", "ReqStart", request.client() + " " + request.port() + " a0");
    tag(text, "-", "ReqMethod", request.method());
    tag(text, "-", "ReqURL", request.target());
    tag(text, "-", "ReqProtocol", "HTTP/1.1");
    tag(text, "-", "ReqHeader", "Host: " + request.host());
    tag(text, "-", "ReqHeader", "X-Request-ID: " + request.id());
    tag(text, "-", "VCL_call", "RECV");
    tag(text, "-", "VCL_return", "pass");
    tag(text, "-", "Link", "bereq " + (vxid + 1) + " pass");
    stamp(text, "-", "Fetch", hop.start(), hop.end() - 30, hop.start());
    tag(text, "-", "RespProtocol", "HTTP/1.1");
    tag(text, "-", "RespStatus", Integer.toString(hop.status()));
    stamp(text, "-", "Process", hop.start(), hop.end() - 10, hop.end() - 30);
    stamp(text, "-", "Resp", hop.start(), hop.end(), hop.end() - 10);
    tag(text, "-", "ReqAcct", "190 0 190 210 " + hop.bytes() + " " + (210 + hop.bytes()));
    tag(text, "-", "End", "");
    return text.toString();
  }

  private String fetch(Request request, Hop hop) {
    String pool =
        request.route() == null ? site.pools().get(0).name() : request.route().pool().name();
    Attempt last = hop.last();
    StringBuilder text = new StringBuilder();
    long start = hop.start() + 20;
    text.append("**  << BeReq    >> ").append(vxid + 1).append("         \n");
    tag(text, "--", "Begin", "bereq " + vxid + " pass");
    stamp(text, "--", "Start", start, start, start);
    tag(text, "--", "BereqMethod", request.method());
    tag(text, "--", "BereqURL", request.target());
    tag(text, "--", "BereqHeader", "Host: " + request.host());
    tag(text, "--", "BereqHeader", "X-Request-ID: " + request.id());
    tag(text, "--", "VCL_return", "fetch");
    stamp(text, "--", "Fetch", start, start + 10, start);
    String name = last == null ? pool : last.server().name();
    boolean connected = last != null && last.connect() >= 0;
    if (connected) {
      stamp(text, "--", "Connected", start, last.start() + last.connect(), start + 10);
      tag(
          text,
          "--",
          "BackendOpen",
          "22 "
              + name
              + " "
              + last.server().host()
              + " "
              + last.server().port()
              + " 10.0.0.7 38892 connect");
      stamp(text, "--", "Bereq", start, last.start() + last.connect() + 20, start + 10);
    }
    String error = error(hop, name);
    if (!error.isEmpty() && hop.failure() != Kind.CUT_BODY) {
      tag(text, "--", "FetchError", error);
    }
    boolean answered = last != null && last.answered();
    long header = answered ? last.start() + last.header() : hop.end() - 60;
    stamp(text, "--", "Beresp", start, header, start + 20);
    if (!answered) {
      stamp(text, "--", "Error", start, header + 1, header);
    }
    tag(text, "--", "BerespProtocol", "HTTP/1.1");
    tag(text, "--", "BerespStatus", Integer.toString(answered ? last.status() : 503));
    tag(text, "--", "BerespReason", answered ? "OK" : "Backend fetch failed");
    tag(text, "--", "VCL_return", "deliver");
    if (connected) {
      tag(text, "--", "BackendClose", "22 " + name + " close Backend/VCL requested close");
    }
    if (hop.failure() == Kind.CUT_BODY) {
      tag(text, "--", "FetchError", error);
    } else if (answered) {
      stamp(text, "--", "BerespBody", start, hop.end() - 40, header);
    }
    tag(text, "--", "End", "");
    return text.toString();
  }

  private static String error(Hop hop, String name) {
    Kind kind = hop.failure();
    if (kind == null) {
      return "";
    }
    return switch (kind) {
      case REFUSED -> "backend " + name + ": fail errno 111 (Connection refused)";
      case CONNECT_TIMEOUT -> "backend " + name + ": fail errno 110 (Connection timed out)";
      case RESPONSE_TIMEOUT -> "first byte timeout";
      case RESET, EARLY_CLOSE -> "HTC eof (-1)";
      case LARGE_HEADER -> "overflow";
      case GARBAGE -> "http format error";
      case CUT_BODY -> "straight insufficient bytes";
      case POOL_FULL -> "backend " + name + ": busy";
      case NO_SERVER -> "backend " + name + ": unhealthy";
      default -> "";
    };
  }
}
