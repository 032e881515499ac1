package io.badhop.schemas.event;

import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * The Avro model of the generated classes, and the trust that they need.
 *
 * <p>Since 1.12.2 Avro instantiates only classes that it was told to trust, generated ones
 * included; untold, builders and readers fail. The build writes a call of {@link #create} into each
 * generated class, so the telling can neither be forgotten nor come late.
 */
final class EventModel {
  static {
    String events = EventModel.class.getPackageName();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(events)));
  }

  private EventModel() {}

  static SpecificData create() {
    return new SpecificData();
  }
}
