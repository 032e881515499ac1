package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.ship.EventReader;
import io.badhop.ingest.ship.LogFile;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.ingest.ship.ShippedEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.streams.diagnose.Case;
import io.badhop.streams.diagnose.Diagnoser;
import io.badhop.streams.diagnose.Diagnosis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real servers' log lines of failures that were made on purpose: the cause follows from the proxy's
 * own lines, without history and without the other tiers.
 */
class LabelledFailuresTest {

  private static final Pattern CASE = Pattern.compile("[?&]c=([a-z0-9_]+)");
  private static final String FINE = "none";

  /** What is accepted where a label says more than one thing, or what only another tier knows. */
  private static final Map<String, Set<String>> SPECIAL =
      Map.ofEntries(
          Map.entry("refused, premature_close, then app 503", Set.of("APP_UNAVAILABLE")),
          Map.entry("connection_refused : premature_close", Set.of("PREMATURE_CLOSE")),
          Map.entry("ok : connection_refused", Set.of("CONNECTION_REFUSED")),
          Map.entry("worker crash: connection_reset", Set.of("CONNECTION_RESET")),
          // That the application gave up on itself stands in its log; the proxy got an answer.
          Map.entry("worker_timeout, app answered 500", Set.of("APP_ERROR", "WORKER_TIMEOUT")),
          Map.entry("invalid_response_tolerated", Set.of(FINE)),
          Map.entry("app 503 + no_healthy_upstream, fallback ok", Set.of(FINE)),
          Map.entry("no_route", Set.of("NO_HEALTHY_UPSTREAM")),
          Map.entry("config", Set.of("UNKNOWN", "WRONG_UPSTREAM_ADDRESS")),
          Map.entry(
              "response_timeout/client_abort (backend never spoke FastCGI)",
              Set.of("RESPONSE_TIMEOUT", "CLIENT_ABORT")),
          Map.entry(
              "php-fpm request_terminate_timeout killed the worker: premature_close/reset",
              Set.of("PREMATURE_CLOSE", "CONNECTION_RESET", "WORKER_TIMEOUT")));

  /** Rows that the lines of a layout cannot tell, and why. */
  private static final Map<String, String> UNTOLD =
      Map.ofEntries(
          Map.entry(
              "nginx local503",
              "a 503 of its own looks like one of a limit without its error line"),
          Map.entry("upstreaminfo app502", "the layout has no time of the response's header"),
          Map.entry("upstreaminfo app504", "the layout has no time of the response's header"),
          Map.entry("haproxy rst", "SH is logged for a close and for a reset"),
          Map.entry("haproxy bighdr", "PH is logged for what is too large and for what is invalid"),
          Map.entry("haproxy tlsbad", "a failed handshake is logged as a failed connection"),
          Map.entry("haproxy tlsplain", "a stalled handshake is logged as a stalled connection"),
          Map.entry("apache bad_status", "Apache passes it on as HTTP/0.9 and logs a 200"),
          Map.entry(
              "apache partial_body", "combined has no error-log ID, and a 200 shows no trouble"),
          Map.entry("apache partial_body_rst", "combined has no error-log ID"),
          Map.entry("apache body_stall", "combined has no error-log ID"),
          Map.entry("apache app502", "combined does not say whose answer it was"),
          Map.entry("apache app503", "combined does not say whose answer it was"),
          Map.entry(
              "apache fcgi_refused", "in the same second as the 503 before it, from one client"),
          Map.entry("caddy partbody", "the error of a broken body names no request"),
          Map.entry("varnish rst", "Varnish logs 'HTC eof' for a close and for a reset"));

  /** Beginnings of labels with the cause that they stand for, the longer ones first. */
  private static final List<Map.Entry<String, String>> CAUSES =
      List.of(
          Map.entry("connection_refused_then_ok", FINE),
          Map.entry("response_timeout_then_ok", FINE),
          Map.entry("connection_refused", "CONNECTION_REFUSED"),
          Map.entry("socket_missing", "CONNECTION_REFUSED"),
          Map.entry("connect_timeout", "CONNECT_TIMEOUT"),
          Map.entry("response_timeout", "RESPONSE_TIMEOUT"),
          Map.entry("connection_reset", "CONNECTION_RESET"),
          Map.entry("premature_close", "PREMATURE_CLOSE"),
          Map.entry("header_too_large", "HEADER_TOO_LARGE"),
          Map.entry("invalid_response", "INVALID_RESPONSE"),
          Map.entry("truncated_body_after_200", "BODY_TRUNCATED"),
          Map.entry("reset_after_200", "BODY_TRUNCATED"),
          Map.entry("body_timeout_after_200", "BODY_TRUNCATED"),
          Map.entry("client_abort", "CLIENT_ABORT"),
          Map.entry("tls_", "TLS_FAILURE"),
          Map.entry("dns_", "DNS_FAILURE"),
          Map.entry("no_healthy_upstream", "NO_HEALTHY_UPSTREAM"),
          Map.entry("queue_timeout", "POOL_EXHAUSTED"),
          Map.entry("pool_or", "POOL_EXHAUSTED"),
          Map.entry("policy", FINE),
          Map.entry("none", FINE));

  private record Label(String server, String name, String cause, int status, String evidence) {

    Set<String> accepted() {
      if (SPECIAL.containsKey(cause)) {
        return SPECIAL.get(cause);
      }
      if (cause.startsWith("app_error")) {
        return Set.of(status == 503 ? "APP_UNAVAILABLE" : "APP_ERROR");
      }
      if (cause.contains("no_healthy_upstream") && cause.startsWith("connection_refused")) {
        return Set.of("CONNECTION_REFUSED", "NO_HEALTHY_UPSTREAM");
      }
      String plain =
          cause.replaceFirst("^(harakiri kill|worker killed|app exception: [a-z ]+): ", "");
      return CAUSES.stream()
          .filter(entry -> plain.startsWith(entry.getKey()))
          .findFirst()
          .map(entry -> Set.of(entry.getValue()))
          .orElseThrow(() -> new AssertionError("no meaning for the label " + cause));
    }
  }

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource({
    "nginx, nginx_access/lab-json-escape-json.log nginx_error/lab-all-causes-info-level.log",
    "nginx, nginx_access/lab-upstream-kv.log nginx_error/lab-all-causes-info-level.log",
    "nginx, nginx_ingress/lab-upstreaminfo-layout.log nginx_error/lab-all-causes-info-level.log",
    "haproxy, haproxy/lab-httplog-https-clf-json-tcp-mixed.log haproxy/lab-aborts-abortonclose.log",
    "apache, apache_access/lab-mod_proxy-combined.log apache_error/lab-mod_proxy-all-causes.log",
    "caddy, caddy/lab-runtime-error-json.log",
    "varnish, varnish/lab-varnishlog-grouped.log"
  })
  void theCauseFollowsFromTheProxysOwnLines(String server, String files)
      throws IOException, LogSetException {
    List<String> wrong = new ArrayList<>();
    Map<String, List<Diagnosis>> told = diagnoses(files.split(" "));
    for (Label label : labels(server)) {
      List<Diagnosis> of = told.getOrDefault(label.name(), new ArrayList<>());
      String said = of.isEmpty() ? "no event" : words(of.remove(0));
      boolean written = !label.evidence().equals("(no error record)");
      if (written && !label.accepted().contains(said) && !isUntold(files, label)) {
        wrong.add(label + " was said to be " + said);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isUntold(String files, Label label) {
    return UNTOLD.keySet().stream()
        .map(key -> key.split(" "))
        .anyMatch(key -> files.contains(key[0]) && label.name().equals(key[1]));
  }

  private static String words(Diagnosis diagnosis) {
    boolean left = diagnosis.cause() != null && diagnosis.cause().name().equals("CLIENT_ABORT");
    return diagnosis.failed() || left ? diagnosis.cause().name() : FINE;
  }

  /** Diagnoses by the name of the case, in the order of the lines. */
  private Map<String, List<Diagnosis>> diagnoses(String... files)
      throws IOException, LogSetException {
    Map<Long, String> cases = new HashMap<>();
    for (String file : files) {
      // The folder of an error log is named for what it is.
      Path copy = folder.resolve(file.replace('/', '-'));
      Files.copy(corpus().resolve(file), copy);
      cases.putAll(cases(copy));
    }
    Map<String, List<Diagnosis>> told = new HashMap<>();
    LogSet logs = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    for (LogFile file : logs.files()) {
      try (EventReader events = logs.reader(file)) {
        for (ShippedEvent event = events.next(); event != null; event = events.next()) {
          if (event.event() instanceof ComponentEvent component
              && component.getComponent().equals("caddy")
              && component.getNote() != null) {
            ProxyEvent proxy = withoutAccessRecord(component);
            told.computeIfAbsent(proxy.getPath().substring(1), fresh -> new ArrayList<>())
                .add(Diagnoser.diagnose(Case.of(proxy)));
          }
          if (event.event() instanceof ProxyEvent proxy) {
            String name = cases.get(proxy.getEventId());
            // The record of varnishlog begins with a line that does not have the URL.
            name = name == null ? caseOf(proxy, told) : name;
            told.computeIfAbsent(name, fresh -> new ArrayList<>())
                .add(Diagnoser.diagnose(Case.of(proxy)));
          }
        }
      }
    }
    return told;
  }

  /** Of Caddy there are the errors alone: the status of the request stands in its log beside. */
  private static ProxyEvent withoutAccessRecord(ComponentEvent error) {
    ProxyEvent event =
        ProxyEvent.newBuilder()
            .setEventId(error.getEventId())
            .setTime(error.getTime())
            .setRequestId("")
            .setStatus(502)
            .setErrors(List.of(error.getNote()))
            .build();
    event.setSoftware(error.getComponent());
    event.setPath(error.getPath().isEmpty() ? "/" : error.getPath());
    return event;
  }

  /** The same path was asked for twice at once: the second is the one that waited. */
  private static String caseOf(ProxyEvent proxy, Map<String, List<Diagnosis>> told) {
    String path = proxy.getPath().replaceFirst("^/", "");
    return path.equals("busy") ? told.containsKey("busy2") ? "busy1" : "busy2" : path;
  }

  /** Name of the case by the identity of the line. */
  private static Map<Long, String> cases(Path file) throws IOException {
    Map<Long, String> cases = new HashMap<>();
    byte[] bytes = Files.readAllBytes(file);
    int start = 0;
    for (int end = 0; end < bytes.length; end++) {
      if (bytes[end] == '\n') {
        RawLine line = new RawLine(bytes, start, end - start, start);
        Matcher found = CASE.matcher(line.text());
        if (found.find()) {
          cases.put(line.identity(), found.group(1));
        }
        start = end + 1;
      }
    }
    return cases;
  }

  private static List<Label> labels(String server) throws IOException {
    return Files.readAllLines(corpus().resolve("LAB_LABELS.tsv"), StandardCharsets.UTF_8).stream()
        .map(line -> line.split("\t"))
        .filter(columns -> columns[0].equals(server))
        .map(
            columns ->
                new Label(server, columns[1], columns[2], Integer.parseInt(columns[4]), columns[5]))
        .toList();
  }

  private static Path corpus() {
    Optional<Path> found =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .map(at -> at.resolveSibling("shared").resolve("corpus"))
            .filter(Files::isDirectory)
            .findFirst();
    assumeTrue(
        found.isPresent(), "no sample logs beside the checkout: there is no folder shared/corpus");
    return found.orElseThrow();
  }
}
