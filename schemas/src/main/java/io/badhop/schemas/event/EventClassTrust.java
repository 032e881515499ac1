package io.badhop.schemas.event;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes.LogicalTypeFactory;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Makes Avro trust the generated classes of this package.
 *
 * <p>Since 1.12.2 Avro instantiates only classes that it was told to trust, generated ones included;
 * without that, builders and readers fail. Avro asks for factories like this one as a service before
 * the first schema is parsed, and every generated class parses its schema first, so the telling can
 * neither be forgotten nor come late. What was trusted before stays so.
 */
public final class EventClassTrust implements LogicalTypeFactory {
  private static final String NAME = "badhop-none";
  private static final String PACKAGE = EventClassTrust.class.getPackageName();

  /** Called by the service loader. */
  public EventClassTrust() {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            before, type -> type.getPackageName().equals(PACKAGE)));
  }

  @Override
  public String getTypeName() {
    return NAME;
  }

  /** No schema of ours carries the type; one that does gets it without any meaning. */
  @Override
  public LogicalType fromSchema(Schema schema) {
    return new LogicalType(NAME);
  }
}
