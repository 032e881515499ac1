package io.badhop.ingest.parse;

import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * What a parser is told about its source.
 *
 * @param site site that the source belongs to
 * @param source ID of the source
 * @param host name of the machine whose log it is; empty when unknown
 * @param zone zone of timestamps that carry none
 * @param fields names of fields in JSON application logs
 * @param ids how request IDs are chosen
 * @param addresses names and addresses of components
 * @param now the latest time that a line may be from, microseconds since the epoch, by which stamps
 *     without a year get theirs; {@link Long#MIN_VALUE} when not known
 */
public record ParseContext(
    String site,
    String source,
    String host,
    ZoneId zone,
    FieldNames fields,
    RequestIds ids,
    AddressBook addresses,
    LongSupplier now) {

  /** It is not known what time it is. */
  public ParseContext(
      String site,
      String source,
      String host,
      ZoneId zone,
      FieldNames fields,
      RequestIds ids,
      AddressBook addresses) {
    this(site, source, host, zone, fields, ids, addresses, () -> Long.MIN_VALUE);
  }

  /** Site {@code default}, UTC, guessed field names. */
  public static ParseContext of(String source) {
    return new ParseContext(
        "default",
        source,
        "",
        ZoneId.of("UTC"),
        FieldNames.GUESSED,
        RequestIds.DEFAULT,
        AddressBook.EMPTY);
  }

  /** The same with other addresses. */
  public ParseContext withAddresses(AddressBook book) {
    return new ParseContext(site, source, host, zone, fields, ids, book, now);
  }

  /** The same at another time. */
  public ParseContext at(LongSupplier time) {
    return new ParseContext(site, source, host, zone, fields, ids, addresses, time);
  }
}
