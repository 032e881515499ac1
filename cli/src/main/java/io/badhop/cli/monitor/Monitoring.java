package io.badhop.cli.monitor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers {@code /metrics} in Prometheus' text format, {@code /health/live} with 200 while no part
 * has failed, and {@code /health/ready} with 200 while every part does its work, 503 with the
 * reasons otherwise. Whoever asks waits for nobody: health is looked at every two seconds.
 */
public final class Monitoring implements AutoCloseable {

  private static final int LOOK_SECONDS = 2;
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private final List<Runnable> refreshes = new CopyOnWriteArrayList<>();
  private final Map<String, Health> health = new TreeMap<>();
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "health"));
  private final Supplier<String> failure;
  private final HttpServer server;
  private volatile boolean started;

  private Monitoring(HttpServer server, Supplier<String> failure) {
    this.server = server;
    this.failure = failure;
  }

  /**
   * Starts answering; not ready before {@link #started}.
   *
   * @param failure what failed for good, in words; null while nothing has
   * @throws IOException when the address cannot be had
   */
  public static Monitoring start(String host, int port, Supplier<String> failure)
      throws IOException {
    Monitoring monitoring =
        new Monitoring(HttpServer.create(new InetSocketAddress(host, port), 0), failure);
    monitoring.open();
    return monitoring;
  }

  private void open() {
    registry.config().meterFilter(new Descriptions(registry.config().namingConvention()));
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics(Tags.empty()).bindTo(registry);
    server.setExecutor(Executors.newFixedThreadPool(2, work -> daemon(work, "monitoring")));
    server.createContext("/metrics", exchange -> answer(exchange, 200, TEXT, scrape()));
    server.createContext("/health/live", this::live);
    server.createContext("/health/ready", this::ready);
    server.createContext(
        "/",
        exchange -> answer(exchange, 404, "text/plain", "/metrics, /health/live, /health/ready\n"));
    server.start();
    var unused = looking.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Where it answers. */
  public String url() {
    InetSocketAddress address = server.getAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Watches something from now on. */
  public void watch(Watched part) {
    refreshes.add(part.bindTo(registry));
    watched.add(part);
  }

  /** Says that all that will be watched is at work. */
  public void started() {
    started = true;
    look();
  }

  private synchronized void look() {
    for (Watched part : watched) {
      health.put(part.name(), healthOf(part));
    }
  }

  /** One that cannot be asked is not well, and must not keep the others from being asked. */
  private static Health healthOf(Watched part) {
    try {
      return part.health();
    } catch (RuntimeException e) {
      return Health.notReady("cannot be asked: " + e);
    }
  }

  private synchronized String scrape() {
    refreshes.forEach(Runnable::run);
    return registry.scrape();
  }

  private void live(HttpExchange exchange) throws IOException {
    String failed = failure.get();
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("live", failed == null);
    if (failed != null) {
      body.put("why", failed);
    }
    answer(exchange, failed == null ? 200 : 503, JSON, body + "\n");
  }

  private void ready(HttpExchange exchange) throws IOException {
    Map<String, Health> now;
    synchronized (this) {
      now = new TreeMap<>(health);
    }
    boolean ready =
        started && failure.get() == null && now.values().stream().allMatch(Health::ready);
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("ready", ready);
    if (!started) {
      body.put("why", "starting");
    }
    ObjectNode parts = body.putObject("parts");
    now.forEach(
        (name, part) -> parts.putObject(name).put("ready", part.ready()).put("why", part.why()));
    answer(exchange, ready ? 200 : 503, JSON, body + "\n");
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
    server.stop(0);
    collections.close();
    registry.close();
  }
}
