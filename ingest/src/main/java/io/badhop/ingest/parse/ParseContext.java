package io.badhop.ingest.parse;

import java.time.ZoneId;

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
 */
public record ParseContext(
    String site,
    String source,
    String host,
    ZoneId zone,
    FieldNames fields,
    RequestIds ids,
    AddressBook addresses) {

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
    return new ParseContext(site, source, host, zone, fields, ids, book);
  }
}
