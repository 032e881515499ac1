package io.badhop.ingest.parse;

import io.badhop.schemas.event.Tier;

/**
 * A log format that badhop reads.
 *
 * @param name name for {@code --format}, kebab case
 * @param tier tier whose log it is
 * @param kind what its records are about
 * @param description one line for the list of formats
 */
public record Format(String name, Tier tier, Kind kind, String description) {

  /** What the records of a format are about. */
  public enum Kind {
    /** One record a request. */
    ACCESS,
    /** Error lines that belong to requests of an access log beside it. */
    ERROR,
    /** Lines of an application, some of which are about a request. */
    APPLICATION,
    /** Lines about a component. */
    COMPONENT
  }
}
