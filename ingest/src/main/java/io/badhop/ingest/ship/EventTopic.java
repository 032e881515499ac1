package io.badhop.ingest.ship;

/** The event topic that an event belongs to. */
public enum EventTopic {
  EDGE,
  PROXY,
  APP,
  COMPONENT
}
