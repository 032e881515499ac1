package io.badhop.ingest.parse.iis;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ProxyEvent;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** What rows of a site and rows of http.sys have in common. */
final class IisEvents {

  private static final int SECOND = 1_000_000;
  private static final int MILLISECOND = 1_000;
  private static final int MAX_STATUS = 999;

  private IisEvents() {}

  /**
   * Time of a row: UTC, unless the columns say that it is local.
   *
   * @return {@link Timestamps#NONE} when there is none
   */
  static long time(ProxyFields row, ZoneId local) {
    String date = row.get("date", "date-utc");
    if (!date.isEmpty()) {
      return Timestamps.iso(date + " " + row.get("time", "time-utc"), ZoneOffset.UTC);
    }
    return Timestamps.iso(row.get("date-local") + " " + row.get("time-local"), local);
  }

  /** An event with what every row has. */
  static ProxyEvent event(RawLine line, ProxyFields row, long time, ParseContext context) {
    long status = row.number("sc-status");
    ProxyEvent event =
        ProxyEvent.newBuilder()
            .setEventId(line.identity())
            .setTime(time)
            .setRequestId("")
            .setStatus(status > 0 && status <= MAX_STATUS ? (int) status : -1)
            .build();
    boolean fine = row.get("time", "time-utc", "time-local").indexOf('.') > 0;
    event.setResolution(fine ? MILLISECOND : SECOND);
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("iis");
    event.setMethod(row.get("cs-method"));
    event.setPath(Requests.withoutQuery(row.get("cs-uri-stem", "cs-uri")));
    event.setHost(Requests.host(row.get("cs-host", "host")));
    event.setClientIp(withoutZone(row.get("c-ip")));
    String name = row.get("s-computername");
    event.setProxy(name.isEmpty() ? withoutZone(row.get("s-ip")) : name);
    return event;
  }

  /** Link-local addresses of IPv6 carry the interface behind a percent sign. */
  static String withoutZone(String address) {
    int percent = address.indexOf('%');
    return percent < 0 ? address : address.substring(0, percent);
  }
}
