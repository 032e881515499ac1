package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.JsonFields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Records in JSON, by the names of their fields: those that the configuration gives them, or the
 * usual ones. HAProxy 3.0 encodes records itself; before, users wrote JSON into log-format.
 */
final class HaproxyJson {

  /** Usual names without dots, dashes and underscores; those of variables are names as well. */
  private static final Map<HaproxyField, List<String>> USUAL =
      Map.ofEntries(
          Map.entry(
              HaproxyField.CLIENT,
              List.of(
                  "client",
                  "clientip",
                  "clientaddr",
                  "clientaddress",
                  "sourceip",
                  "src",
                  "remoteaddr",
                  "remoteip")),
          Map.entry(HaproxyField.CLIENT_PORT, List.of("clientport", "sourceport", "srcport")),
          Map.entry(
              HaproxyField.REQUESTED,
              List.of(
                  "requestdate",
                  "datetime",
                  "timestamp",
                  "time",
                  "ts",
                  "date",
                  "@timestamp",
                  "acceptdate")),
          Map.entry(
              HaproxyField.FRONTEND,
              List.of(
                  "frontend",
                  "frontendname",
                  "fename",
                  "fenametransport",
                  "frontendnametransport")),
          Map.entry(HaproxyField.BACKEND, List.of("backend", "backendname", "bename")),
          Map.entry(HaproxyField.SERVER, List.of("server", "servername", "srvname")),
          Map.entry(HaproxyField.SERVER_IP, List.of("serverip", "serveraddress", "serveraddr")),
          Map.entry(HaproxyField.SERVER_PORT, List.of("serverport")),
          Map.entry(HaproxyField.REQUEST_TIME, List.of("timerequest", "requesttime")),
          Map.entry(
              HaproxyField.QUEUE_TIME, List.of("timewait", "timequeue", "queuetime", "waittime")),
          Map.entry(
              HaproxyField.CONNECT_TIME,
              List.of("timeconnect", "connecttime", "timebackendconnect", "backendconnecttime")),
          Map.entry(
              HaproxyField.RESPONSE_TIME,
              List.of(
                  "timeresponse", "responsetime", "timebackendresponse", "backendresponsetime")),
          Map.entry(HaproxyField.ACTIVE_TIME, List.of("timeactive", "activetime")),
          Map.entry(HaproxyField.TOTAL_TIME, List.of("timetotal", "totaltime", "timeduration")),
          Map.entry(
              HaproxyField.STATUS, List.of("status", "statuscode", "httpstatus", "httpstatuscode")),
          Map.entry(HaproxyField.BYTES, List.of("bytes", "bytesread", "bytessent", "bytesout")),
          Map.entry(
              HaproxyField.STATE,
              List.of(
                  "terminationstate",
                  "terminationstatecookie",
                  "termstate",
                  "sessterm",
                  "sesstermstate",
                  "termination")),
          Map.entry(HaproxyField.RETRIES, List.of("retries", "connretries")),
          Map.entry(
              HaproxyField.REQUEST_CAPTURES,
              List.of("capturedrequestheaders", "requestheaders", "capturedheaders")),
          Map.entry(HaproxyField.REQUEST, List.of("request", "httprequest", "req", "requestline")),
          Map.entry(HaproxyField.METHOD, List.of("method", "httpmethod", "requestmethod")),
          Map.entry(
              HaproxyField.URI,
              List.of("uri", "url", "path", "httpuri", "requesturi", "httppath", "requestpath")),
          Map.entry(HaproxyField.UNIQUE_ID, List.of("uniqueid", "uid", "id")),
          Map.entry(HaproxyField.HOSTNAME, List.of("hostname", "haproxyhost")),
          Map.entry(
              HaproxyField.REQUEST_ID,
              List.of("requestid", "xrequestid", "reqid", "correlationid", "xcorrelationid")),
          Map.entry(HaproxyField.TRACE, List.of("traceparent", "traceid")),
          Map.entry(HaproxyField.EDGE_ID, List.of("cfray", "xamzntraceid")),
          Map.entry(HaproxyField.HOST, List.of("host", "httphost", "hostheader", "requesthost")),
          Map.entry(HaproxyField.SERVER_NAME_INDICATION, List.of("sni", "sslsni", "sslfcsni")),
          Map.entry(
              HaproxyField.FORWARDED, List.of("xforwardedfor", "forwardedfor", "cfconnectingip")));

  private static final Map<String, HaproxyField> BY_USUAL_NAME = new HashMap<>();

  static {
    USUAL.forEach((field, names) -> names.forEach(name -> BY_USUAL_NAME.put(name, field)));
  }

  private static final int STATE_LENGTH = 4;

  private final JsonFields json = new JsonFields();
  private final Map<String, HaproxyField> configured;

  /** Key that gave the value of each field of the record. */
  private final String[] keys = new String[HaproxyField.ALL.length];

  HaproxyJson(Map<String, HaproxyField> configured) {
    this.configured = configured;
  }

  /**
   * Reads the rest of a line.
   *
   * @param record gets the values
   * @return null when it is a record, else what is wrong with it
   */
  String read(RawLine line, int from, int to, HaproxyRecord record) {
    String wrong = json.read(new RawLine(line.buffer(), from, to - from, line.offset()));
    if (wrong != null) {
      return wrong;
    }
    record.clear();
    json.values().forEach((key, value) -> put(record, key, value));
    return isState(record) ? null : "the JSON object has no termination state of HAProxy";
  }

  private void put(HaproxyRecord record, String key, String value) {
    HaproxyField known = field(key);
    // The variable of that name is the state, but most call the time so.
    boolean time = known == HaproxyField.STATE && value.length() > STATE_LENGTH;
    HaproxyField field = time ? HaproxyField.REQUESTED : known;
    if (field != null && isBetter(record, field, key, value)) {
      keys[field.ordinal()] = key;
      record.put(field, value);
    }
  }

  /** Of two keys for a field the one that is named first counts, in whatever order they come. */
  private boolean isBetter(HaproxyRecord record, HaproxyField field, String key, String value) {
    if (!record.has(field)) {
      return true;
    }
    if (value.isEmpty() || value.equals("-")) {
      return false;
    }
    String other = keys[field.ordinal()];
    int order = Integer.compare(rank(field, key), rank(field, other));
    return order == 0 ? key.compareTo(other) < 0 : order < 0;
  }

  /** Position among the usual names; -1 for a name of the configuration or of a variable. */
  private int rank(HaproxyField field, String key) {
    return configured.containsKey(key)
        ? -1
        : USUAL.getOrDefault(field, List.of()).indexOf(plain(key));
  }

  private HaproxyField field(String key) {
    HaproxyField known = configured.get(key);
    if (known == null) {
      known = HaproxyField.of(key);
    }
    return known == null ? BY_USUAL_NAME.get(plain(key)) : known;
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(".", "");
  }

  /** Two letters of a session's end, and two of its cookies in HTTP. */
  private static boolean isState(HaproxyRecord record) {
    int from = record.from(HaproxyField.STATE);
    int length = record.to(HaproxyField.STATE) - from;
    boolean state = record.names(HaproxyField.STATE) && (length == 2 || length == STATE_LENGTH);
    for (int i = 0; state && i < 2; i++) {
      state = (i == 0 ? "-CSPLRIDUKcs" : "-RQCHDLT").indexOf(record.buffer()[from + i]) >= 0;
    }
    return state;
  }
}
