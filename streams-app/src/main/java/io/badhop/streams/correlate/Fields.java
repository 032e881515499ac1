package io.badhop.streams.correlate;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import org.apache.avro.Schema;

/** Numbers of the fields of events, by which a {@link RecordScan} is asked. */
public final class Fields {

  // All three kinds of events begin with these.
  public static final int EVENT_ID = common("eventId");
  public static final int SITE = common("site");
  public static final int TIME = common("time");
  public static final int REQUEST_ID_KIND = common("requestIdKind");
  public static final int OTHER_ID = common("otherId");
  static final int SOURCE = common("source");
  static final int START_TIME = common("startTime");
  static final int RESOLUTION = common("resolution");
  static final int REQUEST_ID = common("requestId");
  static final int ALIAS = common("alias");

  private Fields() {}

  /** Whether it is one of the three kinds of events. */
  public static boolean isEvent(RecordScan record) {
    Schema schema = record.schema();
    return schema.equals(EdgeEvent.SCHEMA$)
        || schema.equals(ProxyEvent.SCHEMA$)
        || schema.equals(AppEvent.SCHEMA$);
  }

  /** Tier of an event. */
  public static Tier tier(RecordScan event) {
    Schema schema = event.schema();
    if (schema.equals(EdgeEvent.SCHEMA$)) {
      return Tier.EDGE;
    }
    return schema.equals(ProxyEvent.SCHEMA$) ? Tier.PROXY : Tier.APP;
  }

  /** Of an {@link EdgeEvent}. */
  public static final class Edge {
    public static final int HOST = of("host");
    public static final int PATH = of("path");
    public static final int STATUS = of("status");
    public static final int ORIGIN_ADDRESS = of("originAddress");
    public static final int EDGE_LOCATION = of("edgeLocation");
    static final int VENDOR = of("vendor");
    static final int METHOD = of("method");
    static final int ORIGIN_STATUS = of("originStatus");
    static final int CLIENT_IP = of("clientIp");
    static final int CACHE_STATUS = of("cacheStatus");
    static final int DURATION_US = of("durationUs");
    static final int ORIGIN_CONNECT_US = of("originConnectUs");
    static final int ORIGIN_HEADER_US = of("originHeaderUs");
    static final int ORIGIN_RESPONSE_US = of("originResponseUs");
    static final int DETAIL = of("detail");

    private Edge() {}

    private static int of(String name) {
      return number(EdgeEvent.SCHEMA$, name);
    }
  }

  /** Of a {@link ProxyEvent}. */
  public static final class Proxy {
    public static final int PROXY = of("proxy");
    public static final int HOST = of("host");
    public static final int PATH = of("path");
    public static final int STATUS = of("status");
    public static final int DURATION_US = of("durationUs");
    public static final int POOL = of("pool");
    public static final int ATTEMPTS = of("attempts");
    public static final int RETRIES = of("retries");
    public static final int TERMINATION = of("termination");
    public static final int ERRORS = of("errors");
    static final int SOFTWARE = of("software");
    static final int CONNECTION = of("connection");
    static final int CLIENT_IP = of("clientIp");
    static final int METHOD = of("method");
    static final int BYTES_SENT = of("bytesSent");
    static final int COMPLETED = of("completed");
    static final int QUEUE_US = of("queueUs");
    static final int ATTEMPTS_LOGGED = of("attemptsLogged");
    static final int ERROR_LOGGED = of("errorLogged");

    private Proxy() {}

    private static int of(String name) {
      return number(ProxyEvent.SCHEMA$, name);
    }
  }

  /** Of an {@link Attempt}. */
  public static final class Try {
    public static final int ADDRESS = of("address");
    public static final int POOL = of("pool");
    public static final int STATUS = of("status");
    public static final int RESPONSE_US = of("responseUs");
    static final int CONNECT_US = of("connectUs");
    static final int HEADER_US = of("headerUs");
    static final int BYTES_RECEIVED = of("bytesReceived");

    private Try() {}

    private static int of(String name) {
      return number(Attempt.SCHEMA$, name);
    }
  }

  /** Of an {@link ErrorNote}. */
  static final class Note {
    static final int TIME = of("time");
    static final int LEVEL = of("level");
    static final int MESSAGE = of("message");
    static final int ACTION = of("action");
    static final int CODE = of("code");
    static final int ERRNO = of("errno");
    static final int UPSTREAM = of("upstream");

    private Note() {}

    private static int of(String name) {
      return number(ErrorNote.SCHEMA$, name);
    }
  }

  /** Of an {@link AppEvent}. */
  public static final class App {
    public static final int INSTANCE = of("instance");
    public static final int HOST = of("host");
    public static final int PATH = of("path");
    public static final int STATUS = of("status");
    public static final int DURATION_US = of("durationUs");
    static final int KIND = of("kind");
    static final int SERVICE = of("service");
    static final int METHOD = of("method");
    static final int ROUTE = of("route");
    static final int LEVEL = of("level");
    static final int MESSAGE = of("message");
    static final int EXCEPTION_TYPE = of("exceptionType");

    private App() {}

    private static int of(String name) {
      return number(AppEvent.SCHEMA$, name);
    }
  }

  private static int number(Schema schema, String name) {
    return schema.getField(name).pos();
  }

  private static int common(String name) {
    int number = number(EdgeEvent.SCHEMA$, name);
    if (number(ProxyEvent.SCHEMA$, name) != number || number(AppEvent.SCHEMA$, name) != number) {
      throw new IllegalStateException("events do not begin alike: " + name);
    }
    return number;
  }
}
