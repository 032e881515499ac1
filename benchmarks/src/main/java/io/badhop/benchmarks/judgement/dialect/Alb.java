package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Request;

/** Access log of an application load balancer of AWS. */
final class Alb implements Journal {

  private final LogFiles logs;
  private final Clock clock;

  Alb(LogFiles logs, Clock clock) {
    this.logs = logs;
    this.clock = clock;
  }

  /** The trace header, as it is sent on. */
  static String trace(Request request) {
    return "Root=1-69218a80-" + request.ray() + request.ray().substring(0, 8);
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.edge();
    if (hop == null) {
      return;
    }
    Request request = handled.request();
    Attempt last = hop.last();
    String target = last == null ? "-" : last.server().address();
    String status = last == null || last.status() == 0 ? "-" : Integer.toString(last.status());
    String line =
        "https "
            + clock.isoMicros(hop.end())
            + " app/prod/50dc6c495c0c9188 "
            + request.client()
            + ":"
            + request.port()
            + " "
            + target
            + " "
            + times(last)
            + " "
            + hop.status()
            + " "
            + status
            + " 210 "
            + hop.bytes()
            + " \""
            + request.method()
            + " https://"
            + request.host()
            + ":443"
            + request.target()
            + " HTTP/1.1\" \""
            + request.agent()
            + "\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"
            + " arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/"
            + (request.route() == null ? "web" : request.route().pool().name())
            + "/73e2d6bc24d8a067 \""
            + trace(request)
            + "\" \""
            + request.host()
            + "\" \"arn:aws:acm:us-east-2:123456789012:certificate/12345678\" 1 "
            + clock.isoMicros(hop.start())
            + " \"forward\" \"-\" \"-\" \""
            + target
            + "\" \""
            + status
            + "\" \"-\" \"-\" TID_"
            + request.ray();
    logs.line("alb.log", clock.at(hop.end()), line);
  }

  private static String times(Attempt last) {
    if (last == null || last.connect() < 0) {
      return "-1 -1 -1";
    }
    if (last.failure() == Kind.RESPONSE_TIMEOUT) {
      return "0.001 -1 -1";
    }
    if (!last.answered()) {
      return "0.001 " + Clock.seconds(last.total()) + " -1";
    }
    return "0.001 " + Clock.seconds(last.header()) + " 0.000";
  }
}
